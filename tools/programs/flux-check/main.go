// Command flux-check runs packages of Flux on lines of JSON: for each line of its input it prints
// one line, {"result": …} or {"error": "…"}. Its argument says which package.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

var checks = map[string]func(line []byte) (any, error){
	"envsubst":   envsubstCheck,
	"substitute": substituteCheck,
	"ignore":     ignoreCheck,
	"glob":       globCheck,
	"template":   templateCheck,
}

type answer struct {
	Result any    `json:"result,omitempty"`
	Error  string `json:"error,omitempty"`
}

// A panic is an answer too: controllers report it as an error, and go on.
func answerTo(check func(line []byte) (any, error), line []byte) (out answer) {
	defer func() {
		if reason := recover(); reason != nil {
			out = answer{Error: fmt.Sprint("panic: ", reason)}
		}
	}()
	result, err := check(line)
	if err != nil {
		return answer{Error: err.Error()}
	}
	return answer{Result: result}
}

func run(name string) error {
	check, ok := checks[name]
	if !ok {
		return fmt.Errorf("there is no check %q", name)
	}
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(nil, 1<<26)
	writer := bufio.NewWriter(os.Stdout)
	out := json.NewEncoder(writer)
	for scanner.Scan() {
		if err := out.Encode(answerTo(check, scanner.Bytes())); err != nil {
			return err
		}
	}
	if err := scanner.Err(); err != nil {
		return err
	}
	return writer.Flush()
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: flux-check CHECK")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
