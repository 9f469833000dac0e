// Command yaml-check reads lines of JSON from its input and says which of them the YAML parsers
// of the cluster's tools, or Flux's substitution, read otherwise than expected.
//
//	{"yaml": "a: on\n", "json": {"a": "on"}}   the text must be read as the value
//	{"text": "$${A}", "plain": "${A}"}         substitution must give the plain text
//
// For each difference it prints one line of JSON: the number of the line, the parser, and what it
// read or why it could not. It ends with the number of lines that it checked.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"os"
	"strconv"

	"github.com/fluxcd/pkg/envsubst"
	yaml3 "go.yaml.in/yaml/v3"
	kyaml "sigs.k8s.io/kustomize/kyaml/yaml"
	"sigs.k8s.io/yaml"
)

type check struct {
	YAML  *string         `json:"yaml"`
	JSON  json.RawMessage `json:"json"`
	Text  *string         `json:"text"`
	Plain string          `json:"plain"`
}

type difference struct {
	Line   int    `json:"line"`
	Parser string `json:"parser"`
	Got    string `json:"got"`
}

// Each gives the JSON of what it reads.
var parsers = []struct {
	name string
	read func(text string) ([]byte, error)
}{
	{"sigs.k8s.io/yaml", func(text string) ([]byte, error) {
		return yaml.YAMLToJSONStrict([]byte(text))
	}},
	{"go.yaml.in/yaml/v3", func(text string) ([]byte, error) {
		var value any
		if err := yaml3.Unmarshal([]byte(text), &value); err != nil {
			return nil, err
		}
		return json.Marshal(value)
	}},
	{"kyaml", func(text string) ([]byte, error) {
		node, err := kyaml.Parse(text)
		if err != nil {
			return nil, err
		}
		return node.MarshalJSON()
	}},
	// What kustomize prints, and a cluster then reads.
	{"kyaml, printed", func(text string) ([]byte, error) {
		node, err := kyaml.Parse(text)
		if err != nil {
			return nil, err
		}
		printed, err := node.String()
		if err != nil {
			return nil, err
		}
		return yaml.YAMLToJSONStrict([]byte(printed))
	}},
}

// Equal values give equal text: keys are sorted, and numbers are written as fractions.
func canonical(text []byte) (string, error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return "", err
	}
	out, err := json.Marshal(fractions(value))
	return string(out), err
}

func fractions(value any) any {
	switch value := value.(type) {
	case json.Number:
		// Beyond the integers of 64 bits, a parser may keep the nearest float.
		if fraction, ok := new(big.Rat).SetString(value.String()); ok {
			if !fraction.IsInt() || !fraction.Num().IsInt64() && !fraction.Num().IsUint64() {
				float, _ := strconv.ParseFloat(value.String(), 64)
				return map[string]any{"float": float}
			}
			return map[string]any{"integer": fraction.Num().String()}
		}
	case []any:
		for index, item := range value {
			value[index] = fractions(item)
		}
	case map[string]any:
		for key, item := range value {
			value[key] = fractions(item)
		}
	}
	return value
}

func differences(line int, each check) []difference {
	if each.Text != nil {
		got, err := envsubst.Eval(*each.Text, func(name string) (string, bool) { return "", false })
		if err != nil {
			return []difference{{line, "envsubst", err.Error()}}
		}
		if got != each.Plain {
			return []difference{{line, "envsubst", got}}
		}
		return nil
	}
	found := []difference{}
	wanted, err := canonical(each.JSON)
	if err != nil {
		return append(found, difference{line, "json", err.Error()})
	}
	for _, parser := range parsers {
		got, err := parser.read(*each.YAML)
		if err == nil {
			var read string
			if read, err = canonical(got); err == nil && read != wanted {
				found = append(found, difference{line, parser.name, read})
			}
		}
		if err != nil {
			found = append(found, difference{line, parser.name, err.Error()})
		}
	}
	return found
}

func run() error {
	lines := 0
	scanner := bufio.NewScanner(os.Stdin)
	scanner.Buffer(nil, 1<<26)
	out := json.NewEncoder(os.Stdout)
	for scanner.Scan() {
		var each check
		if err := json.Unmarshal(scanner.Bytes(), &each); err != nil {
			return fmt.Errorf("line %d: %w", lines, err)
		}
		for _, found := range differences(lines, each) {
			if err := out.Encode(found); err != nil {
				return err
			}
		}
		lines++
	}
	fmt.Println(lines)
	return scanner.Err()
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
