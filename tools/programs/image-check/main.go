// Command image-check does what Flux's image controllers do, which cannot be had as modules, with the
// libraries that they use. For each line of JSON it prints one line, {"result": …} or {"error": "…"}.
// Its argument says which of the two is asked.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
)

var checks = map[string]func(line []byte) (any, error){
	"latest":  latestCheck,
	"setters": settersCheck,
}

type answer struct {
	Result any    `json:"result,omitempty"`
	Error  string `json:"error,omitempty"`
}

func run(name string) error {
	check, ok := checks[name]
	if !ok {
		return fmt.Errorf("there is no check %q", name)
	}
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for scanner.Scan() {
		result, err := check(scanner.Bytes())
		reply := answer{Result: result}
		if err != nil {
			reply = answer{Error: err.Error()}
		}
		if err := out.Encode(reply); err != nil {
			return err
		}
	}
	return scanner.Err()
}

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: image-check CHECK")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
