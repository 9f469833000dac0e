/** A new repository: takes a person's answers, gives its files. */
export {
  type Answers,
  answersOf,
  type Forge,
  type GivenAnswers,
  problemsOf,
} from './answers.ts';
export { initialFiles } from './files.ts';
