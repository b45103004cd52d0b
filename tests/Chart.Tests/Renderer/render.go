// Renders a chart the way `helm template` does, as far as this repository's charts go: Go templates with sprig, Helm's own
// functions, values merged over values.yaml and checked against values.schema.json. For tests on machines without Helm.
//
// usage: render CHART_DIR RELEASE NAMESPACE [VALUES_FILE...]
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"text/template"

	"github.com/Masterminds/sprig"
	"github.com/xeipuuv/gojsonschema"
	"sigs.k8s.io/yaml"
)

func main() {
	if len(os.Args) < 4 {
		fail("usage: render CHART_DIR RELEASE NAMESPACE [VALUES_FILE...]")
	}
	chartDir, release, namespace := os.Args[1], os.Args[2], os.Args[3]
	values := read(filepath.Join(chartDir, "values.yaml"))
	for _, file := range os.Args[4:] {
		values = merge(values, read(file))
	}
	checkSchema(filepath.Join(chartDir, "values.schema.json"), values)
	chart := read(filepath.Join(chartDir, "Chart.yaml"))
	data := map[string]interface{}{
		"Values":  values,
		"Chart":   capitalized(chart),
		"Release": map[string]interface{}{"Name": release, "Namespace": namespace, "Service": "Helm", "IsInstall": true, "IsUpgrade": false, "Revision": 1},
		"Capabilities": map[string]interface{}{
			"KubeVersion": map[string]interface{}{"Version": "v1.36.0", "Major": "1", "Minor": "36"},
		},
	}
	os.Stdout.WriteString(render(chartDir, data))
}

func render(chartDir string, data map[string]interface{}) string {
	root := template.New("chart").Option("missingkey=zero")
	funcs := sprig.TxtFuncMap()
	delete(funcs, "env")
	delete(funcs, "expandenv")
	funcs["toYaml"] = func(v interface{}) string { return strings.TrimSuffix(string(must(yaml.Marshal(v))), "\n") }
	funcs["fromYaml"] = func(s string) map[string]interface{} { return parse([]byte(s), "fromYaml") }
	funcs["toJson"] = func(v interface{}) string { return string(must(json.Marshal(v))) }
	funcs["include"] = func(name string, value interface{}) (string, error) {
		var out bytes.Buffer
		err := root.ExecuteTemplate(&out, name, value)
		return out.String(), err
	}
	funcs["required"] = func(message string, value interface{}) (interface{}, error) {
		if value == nil || value == "" {
			return nil, fmt.Errorf("%s", message)
		}
		return value, nil
	}
	root.Funcs(funcs)
	files := must(filepath.Glob(filepath.Join(chartDir, "templates", "*")))
	sort.Strings(files)
	for _, file := range files {
		if _, err := root.New(filepath.Base(file)).Parse(string(must(os.ReadFile(file)))); err != nil {
			fail(err.Error())
		}
	}
	var all strings.Builder
	for _, file := range files {
		name := filepath.Base(file)
		if !strings.HasSuffix(name, ".yaml") {
			continue
		}
		var out bytes.Buffer
		if err := root.ExecuteTemplate(&out, name, data); err != nil {
			fail(err.Error())
		}
		if text := strings.TrimSpace(strings.ReplaceAll(out.String(), "<no value>", "")); text != "" {
			fmt.Fprintf(&all, "---\n# Source: %s/templates/%s\n%s\n", filepath.Base(chartDir), name, text)
		}
	}
	return all.String()
}

func checkSchema(file string, values map[string]interface{}) {
	schema, err := os.ReadFile(file)
	if err != nil {
		return
	}
	result, err := gojsonschema.Validate(gojsonschema.NewBytesLoader(schema), gojsonschema.NewBytesLoader(must(json.Marshal(values))))
	if err != nil {
		fail(err.Error())
	}
	if !result.Valid() {
		lines := []string{"values don't meet the specifications of the schema:"}
		for _, e := range result.Errors() {
			lines = append(lines, "- "+e.Field()+": "+e.Description())
		}
		fail(strings.Join(lines, "\n"))
	}
}

func merge(base, over map[string]interface{}) map[string]interface{} {
	for key, value := range over {
		inner, isMap := value.(map[string]interface{})
		if existing, both := base[key].(map[string]interface{}); isMap && both {
			base[key] = merge(existing, inner)
		} else if value == nil {
			delete(base, key)
		} else {
			base[key] = value
		}
	}
	return base
}

func capitalized(chart map[string]interface{}) map[string]interface{} {
	out := map[string]interface{}{}
	for key, value := range chart {
		out[strings.ToUpper(key[:1])+key[1:]] = value
	}
	return out
}

func read(file string) map[string]interface{} { return parse(must(os.ReadFile(file)), file) }

func parse(text []byte, name string) map[string]interface{} {
	out := map[string]interface{}{}
	if err := yaml.Unmarshal(text, &out); err != nil {
		fail(name + ": " + err.Error())
	}
	return out
}

func must[T any](value T, err error) T {
	if err != nil {
		fail(err.Error())
	}
	return value
}

func fail(message string) {
	fmt.Fprintln(os.Stderr, message)
	os.Exit(1)
}
