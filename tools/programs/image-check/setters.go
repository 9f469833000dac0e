package main

import (
	"bytes"
	"encoding/json"
	"strings"

	"k8s.io/kube-openapi/pkg/validation/spec"
	"sigs.k8s.io/kustomize/kyaml/fieldmeta"
	"sigs.k8s.io/kustomize/kyaml/kio"
	"sigs.k8s.io/kustomize/kyaml/setters2"
	"sigs.k8s.io/kustomize/kyaml/yaml"
)

// The setters of a policy, by the names that image-automation-controller gives them
// (docs/spec/v1/imageupdateautomations.md, "Setters").
func settersOf(policy, name, tag string) map[string]string {
	return map[string]string{
		policy:           name + ":" + tag,
		policy + ":name": name,
		policy + ":tag":  tag,
	}
}

// Sets the images of policies in a file, as image-automation-controller does with the setters of
// kustomize's kyaml, and writes the file anew where something changed.
func settersCheck(line []byte) (any, error) {
	var in struct {
		Text     string `json:"text"`
		Policies map[string]struct {
			Name string `json:"name"`
			Tag  string `json:"tag"`
		} `json:"policies"`
	}
	if err := json.Unmarshal(line, &in); err != nil {
		return nil, err
	}
	fieldmeta.SetShortHandRef("$imagepolicy")
	schema := spec.Schema{}
	schema.Definitions = map[string]spec.Schema{}
	for policy, image := range in.Policies {
		for name, value := range settersOf(policy, image.Name, image.Tag) {
			setter := spec.Schema{}
			setter.Type = []string{"string"}
			setter.Extensions = map[string]any{
				setters2.K8sCliExtensionKey: map[string]any{
					"setter": map[string]any{"name": name, "value": value},
				},
			}
			schema.Definitions[fieldmeta.SetterDefinitionPrefix+name] = setter
		}
	}
	var out bytes.Buffer
	count := 0
	set := kio.FilterFunc(func(nodes []*yaml.RNode) ([]*yaml.RNode, error) {
		for _, node := range nodes {
			setter := &setters2.Set{SetAll: true, SettersSchema: &schema}
			if _, err := setter.Filter(node); err != nil {
				return nil, err
			}
			count += setter.Count
		}
		return nodes, nil
	})
	err := kio.Pipeline{
		Inputs: []kio.Reader{&kio.ByteReader{
			Reader:            strings.NewReader(in.Text),
			PreserveSeqIndent: true,
			DisableUnwrapping: true,
		}},
		Filters: []kio.Filter{set},
		Outputs: []kio.Writer{kio.ByteWriter{Writer: &out}},
	}.Execute()
	return map[string]any{"text": out.String(), "count": count}, err
}
