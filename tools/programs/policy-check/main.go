// Command sluice-check chooses tags as image-reflector-controller does, with its own code. For each line
// of JSON, {"policy": …, "filterTags": …, "tags": […]}, it prints one line, {"result": "<tag>"} or
// {"error": "…"}.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"

	imagev1 "github.com/fluxcd/image-reflector-controller/api/v1"
	"github.com/fluxcd/image-reflector-controller/internal/policy"
)

type question struct {
	imagev1.ImagePolicySpec
	Tags []string `json:"tags"`
}

type answer struct {
	Result string `json:"result,omitempty"`
	Error  string `json:"error,omitempty"`
}

// As ImagePolicyReconciler.applyPolicy (internal/controller/imagepolicy_controller.go).
func latest(line []byte) (string, error) {
	var asked question
	if err := json.Unmarshal(line, &asked); err != nil {
		return "", err
	}
	policer, err := policy.PolicerFromSpec(asked.Policy)
	if err != nil {
		return "", err
	}
	if asked.FilterTags == nil {
		return policer.Latest(asked.Tags)
	}
	filter, err := policy.NewRegexFilter(asked.FilterTags.Pattern, asked.FilterTags.Extract)
	if err != nil {
		return "", err
	}
	filter.Apply(asked.Tags)
	tag, err := policer.Latest(filter.Items())
	return filter.GetOriginalTag(tag), err
}

func run() error {
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for scanner.Scan() {
		result, err := latest(scanner.Bytes())
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
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
