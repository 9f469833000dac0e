import { run } from 'sluice';
import { home } from './home/index.ts';
import { lab } from './lab/index.ts';
import { staging } from './staging/index.ts';

run((fleet) => {
  home(fleet);
  staging(fleet);
  lab(fleet);
  fleet.publishFrom({ develop: ['development', 'staging'], main: ['production'] });
});
