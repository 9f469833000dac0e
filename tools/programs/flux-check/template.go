package main

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"text/template"

	sprig "github.com/go-task/slim-sprig/v3"
	"github.com/gosimple/slug"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	kjson "k8s.io/apimachinery/pkg/util/json"
	kyaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

func toYAML(value any) (string, error) {
	text, err := yaml.Marshal(value)
	return string(text), err
}

// Renders a template as flux-operator v0.59.0 does in internal/builder/resourceset.go, and reads
// objects from the text. The operator itself asks for a newer Go than the controllers do.
func templateCheck(line []byte) (any, error) {
	var in struct {
		Template string          `json:"template"`
		Inputs   json.RawMessage `json:"inputs"`
		Objects  bool            `json:"objects"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, err
	}
	var inputs any
	if err := kjson.Unmarshal(in.Inputs, &inputs); err != nil {
		return nil, err
	}
	slug.MaxLength = 63
	slug.EnableSmartTruncate = true
	parsed, err := template.New("resourceset").
		Delims("<<", ">>").
		Funcs(sprig.HermeticTxtFuncMap()).
		Funcs(template.FuncMap{
			"slugify": slug.Make,
			"inputs":  func() any { return inputs },
			"toYaml": func(value any) string {
				text, _ := toYAML(value)
				return text
			},
			"mustToYaml": toYAML,
		}).
		Option("missingkey=error").
		Parse(in.Template)
	if err != nil {
		return nil, err
	}
	var out strings.Builder
	if err := parsed.Execute(&out, nil); err != nil {
		return nil, err
	}
	if !in.Objects {
		return map[string]any{"text": out.String()}, nil
	}
	objects := []map[string]any{}
	decoder := kyaml.NewYAMLOrJSONDecoder(strings.NewReader(out.String()), 2048)
	for {
		object := &unstructured.Unstructured{}
		err := decoder.Decode(object)
		if errors.Is(err, io.EOF) {
			return map[string]any{"text": out.String(), "objects": objects}, nil
		}
		if err != nil {
			return nil, err
		}
		objects = append(objects, object.Object)
	}
}
