using System.Text.Json.Nodes;
using Pdp.Core.Plan;
using Pdp.Core.Tests.Support;

namespace Pdp.Core.Tests.Plan;

public sealed class DriftTests
{
    [Theory]
    [InlineData("spec: {replicas: 1}", "spec: {replicas: 2}", "spec.replicas")]
    [InlineData("spec: {replicas: 1}", "{}", "spec")]
    [InlineData("spec: {paused: false}", "spec: {}", "spec.paused")]
    [InlineData("data: {a: \"1\", b: \"2\"}", "data: {a: \"1\"}", "data.b")]
    [InlineData("metadata: {labels: {a/b: x}}", "metadata: {labels: {a/b: \"y\"}}", "metadata.labels[\"a/b\"]")]
    [InlineData("spec: {containers: [{name: a, image: x}]}", "spec: {containers: [{name: a, image: z}]}", "spec.containers[name=a].image")]
    [InlineData("spec: {containers: [{name: a}, {name: b}]}", "spec: {containers: [{name: b}]}", "spec.containers[name=a]")]
    [InlineData("spec: {ports: [{port: 80, protocol: TCP}]}", "spec: {ports: [{port: 80, protocol: UDP}]}", "spec.ports[port=80]")]
    [InlineData("spec: {command: [a, b]}", "spec: {command: [a]}", "spec.command")]
    [InlineData("spec: {command: [a, b]}", "spec: {command: [a, c]}", "spec.command[1]")]
    [InlineData("spec: {command: [a]}", "spec: {command: [a, b]}", "spec.command")]
    [InlineData("data: {a: \"1\"}", "data: {a: 1}", "data.a")]
    [InlineData("data: {cpu: \"1000m\"}", "data: {cpu: \"1\"}", "data.cpu")]
    [InlineData("spec: {limits: {cpu: 1000m}}", "spec: {limits: {cpu: \"2\"}}", "spec.limits.cpu")]
    [InlineData("spec: {a: {b: 1}}", "spec: {a: [1]}", "spec.a")]
    public void A_difference_is_told_by_its_path(string manifest, string live, string expected) =>
        Assert.Equal([expected], Drift.Between(Parse(manifest), Parse(live)));

    [Theory]
    [InlineData("spec: {replicas: 1}", "spec: {replicas: 1, strategy: {type: Recreate}}\nstatus: {replicas: 1}")]
    [InlineData("apiVersion: apps/v1beta1", "apiVersion: apps/v1")]
    [InlineData("spec: {a: null, b: {}, c: []}", "spec: {}")]
    [InlineData("spec: {limits: {cpu: 1000m, memory: 1024Mi}}", "spec: {limits: {cpu: \"1\", memory: 1Gi}}")]
    [InlineData("spec: {emptyDir: {sizeLimit: 0.5Gi}}", "spec: {emptyDir: {sizeLimit: 512Mi}}")]
    [InlineData("spec: {a: 1}", "spec: {a: 1.0}")]
    [InlineData("spec: {ports: [{port: 80}]}", "spec: {ports: [{port: 80, protocol: TCP, nodePort: 30000}]}")]
    [InlineData("spec: {containers: [{name: b}, {name: a}]}", "spec: {containers: [{name: a, image: x}, {name: b}, {name: injected}]}")]
    [InlineData("spec: {mounts: [{name: v, mountPath: /a}, {name: v, mountPath: /b}]}", "spec: {mounts: [{name: v, mountPath: /b}, {name: v, mountPath: /a}]}")]
    [InlineData("status: {phase: wanted}", "status: {phase: is}")]
    public void What_means_the_same_is_no_difference(string manifest, string live) =>
        Assert.Empty(Drift.Between(Parse(manifest), Parse(live)));

    [Fact]
    public void A_field_that_is_still_the_agents_is_only_spelled_otherwise()
    {
        const string manifest = "spec: {timeout: 60s, zero: 0, set: [b, a]}";
        const string live = "spec: {timeout: 1m0s, set: [a, b]}";
        const string owned = "f:spec: {f:timeout: {}, f:zero: {}, f:set: {}}";
        Assert.Equal(["spec.timeout", "spec.zero", "spec.set[0]", "spec.set[1]"], Drift.Between(Parse(manifest), Parse(live)));
        Assert.Empty(Drift.Between(Parse(manifest), Owned(live, "pdp-agent", owned)));
    }

    [Fact]
    public void A_field_somebody_took_over_is_drift()
    {
        const string manifest = "spec: {timeout: 60s, image: x}";
        const string live = "spec: {timeout: 1m0s, image: z}";
        Assert.Equal(["spec.image"], Drift.Between(Parse(manifest), Owned(live, "pdp-agent", "f:spec: {f:timeout: {}}")));
        Assert.Equal(["spec.timeout", "spec.image"], Drift.Between(Parse(manifest), Owned(live, "kubectl", "f:spec: {f:timeout: {}, f:image: {}}")));
    }

    [Fact]
    public void The_server_says_which_fields_tell_items_apart()
    {
        const string manifest = "spec: {rows: [{id: 1, a: x}, {id: 2, a: y}]}";
        const string live = "spec: {rows: [{id: 2, a: changed}, {id: 1, a: x}]}";
        const string owned = "f:spec: {f:rows: {'k:{\"id\":1}': {\".\": {}, f:id: {}, f:a: {}}, 'k:{\"id\":2}': {\".\": {}, f:id: {}}}}";
        Assert.Equal(["spec.rows[id=2].a"], Drift.Between(Parse(manifest), Owned(live, "pdp-agent", owned)));
    }

    [Fact]
    public void A_list_the_server_keeps_as_one_is_whoevers_wrote_it_last()
    {
        const string manifest = "spec: {rows: [{}, {}]}";
        const string others = "spec: {rows: [{}, {}, {}]}";
        Assert.Equal(["spec.rows"], Drift.Between(Parse(manifest), Owned(others, "kubectl-edit", "f:spec: {f:rows: {}}")));
        // What a webhook makes of it while the agent applies it stays the agent's, and would be made again.
        Assert.Empty(Drift.Between(Parse(manifest), Owned(others, "pdp-agent", "f:spec: {f:rows: {}}")));
        Assert.Empty(Drift.Between(Parse("spec: {rows: [{name: a}]}"), Owned("spec: {rows: [{name: a, added: 1}]}", "pdp-agent", "f:spec: {f:rows: {}}")));
    }

    [Fact]
    public void The_list_of_paths_is_bounded()
    {
        var many = string.Join(", ", Enumerable.Range(0, 500).Select(i => $"k{i}: x"));
        Assert.Equal(Drift.MostFields, Drift.Between(Parse($"data: {{{many}}}"), Parse("data: {other: x}")).Count);
    }

    [Fact]
    public void Odd_managed_fields_are_as_if_there_were_none()
    {
        foreach (var odd in (IEnumerable<string>)["[]", "[1]", "[{manager: 5, operation: Apply}]", "[{manager: pdp-agent, operation: Apply, fieldsV1: 7}]", "text",
            "[{manager: pdp-agent, operation: Apply, fieldsV1: {\"f:spec\": {\"k:{\": {}, \"f:a\": 5}}}]"])
            Assert.Equal(["spec.a"], Drift.Between(Parse("spec: {a: 1}"), Parse($"spec: {{a: 2}}\nmetadata: {{managedFields: {odd}}}")));
    }

    [Fact]
    public void A_key_of_managed_fields_that_is_none_is_as_if_it_were_not_there()
    {
        const string owned = "f:spec: {f:rows: {'k:{': {}, 'k:[]': {}}}";
        Assert.Equal(["spec.rows[name=a].x"], Drift.Between(Parse("spec: {rows: [{name: a, x: 1}]}"), Owned("spec: {rows: [{name: a}]}", "pdp-agent", owned)));
    }

    private static JsonObject Parse(string yaml) => Yaml.Documents(yaml).Single();

    private static JsonObject Owned(string live, string manager, string fields)
    {
        var o = Parse(live);
        o["metadata"] = new JsonObject
        {
            ["managedFields"] = new JsonArray(
                new JsonObject { ["manager"] = manager, ["operation"] = "Apply", ["fieldsV1"] = Parse(fields) },
                new JsonObject { ["manager"] = "pdp-agent", ["operation"] = "Apply", ["subresource"] = "status", ["fieldsV1"] = Parse("f:spec: {f:image: {}}") }),
        };
        return o;
    }
}
