namespace Pdp.LocalCluster.Tests.Api;

/// <summary>Custom resources beyond the recorded case.</summary>
public sealed class CustomResourceTests
{
    private const string Crds = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
    private const string Things = "/apis/test.dev/v1/namespaces/c/things";

    private const string Definition = """
        {"metadata":{"name":"things.test.dev"},"spec":{"group":"test.dev","scope":"Namespaced","names":{"plural":"things","kind":"Thing","shortNames":["th"]},
        "versions":[{"name":"v1","served":true,"storage":true,"subresources":{"status":{},"scale":{"specReplicasPath":".spec.count","statusReplicasPath":".status.count"}},
        "additionalPrinterColumns":[{"name":"Phase","type":"string","jsonPath":".status.conditions[?(@.type==\"Ready\")].status"},{"name":"Count","type":"integer","jsonPath":".spec.count"}],
        "schema":{"openAPIV3Schema":{"type":"object","properties":{
        "spec":{"type":"object","required":["name"],"properties":{"name":{"type":"string","minLength":2,"pattern":"^[a-z]+$"},"count":{"type":"integer","default":1,"maximum":9},
        "tags":{"type":"array","maxItems":2,"x-kubernetes-list-type":"set","items":{"type":"string"}},"port":{"x-kubernetes-int-or-string":true},
        "either":{"type":"object","oneOf":[{"required":["a"]},{"required":["b"]}],"properties":{"a":{"type":"string"},"b":{"type":"string"}}}}},
        "status":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}}},
        {"name":"v1beta1","served":true,"storage":false,"deprecated":true,"schema":{"openAPIV3Schema":{"type":"object","x-kubernetes-preserve-unknown-fields":true}}}]}}
        """;

    [Fact]
    public async Task All_errors_of_a_custom_resource_are_told_at_once()
    {
        await using var cluster = await StartAsync();
        var answer = await cluster.PostAsync(Things, """{"metadata":{"name":"x"},"spec":{"name":"A","count":"many","tags":["a","b","a"],"port":true,"either":{"a":"1","b":"2"}}}""");
        Assert.Equal(422, answer.Status);
        Assert.Equal(
            ["spec.count", "spec.either", "spec.name", "spec.name", "spec.port", "spec.tags", "spec.tags[2]"], answer.Causes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Unknown_fields_are_pruned_and_defaults_filled_in()
    {
        await using var cluster = await StartAsync();
        var answer = await cluster.PostAsync(Things, """{"metadata":{"name":"x"},"spec":{"name":"ab","extra":1},"more":2}""");
        Assert.Equal(201, answer.Status);
        Assert.Equal("""{"name":"ab","count":1}""", answer.At("spec")!.ToJsonString());
        Assert.Equal(2, answer.Warnings.Count);
        Assert.Null(answer.Body["more"]);
        Assert.Equal(400, (await cluster.PostAsync(Things + "?fieldValidation=Strict", """{"metadata":{"name":"y"},"spec":{"name":"ab","extra":1}}""")).Status);
    }

    [Fact]
    public async Task Versions_scale_and_columns_are_served()
    {
        await using var cluster = await StartAsync();
        await cluster.PostAsync(Things, """{"metadata":{"name":"x"},"spec":{"name":"ab"}}""");
        var old = await cluster.GetAsync("/apis/test.dev/v1beta1/namespaces/c/things/x");
        Assert.Equal("test.dev/v1beta1", (string?)old.Body["apiVersion"]);
        Assert.Single(old.Warnings);
        Assert.Equal(3, (int?)(await cluster.PatchAsync(Things + "/x/scale", """{"spec":{"replicas":3}}""")).At("spec.replicas"));
        await cluster.PatchAsync(Things + "/x/status", """{"status":{"conditions":[{"type":"Ready","status":"True"}]}}""");
        cluster.Client.DefaultRequestHeaders.TryAddWithoutValidation("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io");
        Assert.Equal("""["x","True",3]""", (await cluster.GetAsync(Things)).At("rows[0].cells")!.ToJsonString());
    }

    [Fact]
    public async Task A_definition_waits_for_the_finalizers_of_its_objects()
    {
        await using var cluster = await StartAsync();
        await cluster.PostAsync(Things, """{"metadata":{"name":"x","finalizers":["test.dev/hold"]},"spec":{"name":"ab"}}""");
        await cluster.SendAsync(HttpMethod.Delete, Crds + "/things.test.dev");
        await cluster.BecomesAsync(Things + "/x", a => a.At("metadata.deletionTimestamp") is not null);
        Assert.Equal(200, (await cluster.GetAsync(Crds + "/things.test.dev")).Status);
        Assert.Equal(200, (await cluster.PatchAsync(Things + "/x", """{"metadata":{"finalizers":null}}""")).Status);
        await cluster.BecomesAsync(Crds + "/things.test.dev", a => a.Status == 404);
        Assert.Equal(404, (await cluster.GetAsync(Things)).Status);
    }

    [Theory]
    [InlineData("other.test.dev", """ "type":"object" """, "metadata.name")]
    [InlineData("things.test.dev", """ "type":"array" """, "spec.versions[0].schema.openAPIV3Schema.type")]
    [InlineData("things.test.dev", """ "type":"object","properties":{"a":{}} """, "spec.versions[0].schema.openAPIV3Schema.properties[a].type")]
    [InlineData("things.test.dev", """ "type":"object","properties":{"a":{"type":"string","pattern":"("}} """, "spec.versions[0].schema.openAPIV3Schema")]
    public async Task A_definition_that_makes_no_sense_is_invalid(string name, string schema, string field)
    {
        await using var cluster = await TestCluster.StartAsync();
        var version = "{\"name\":\"v1\",\"served\":true,\"storage\":true,\"schema\":{\"openAPIV3Schema\":{" + schema + "}}}";
        var body = "{\"metadata\":{\"name\":\"" + name + "\"},\"spec\":{\"group\":\"test.dev\",\"scope\":\"Namespaced\",\"names\":{\"plural\":\"things\",\"kind\":\"Thing\"},\"versions\":[" + version + "]}}";
        var answer = await cluster.PostAsync(Crds, body);
        Assert.True(answer.Status == 422, answer.Text);
        Assert.Contains(field, answer.Causes);
    }

    private static async Task<TestCluster> StartAsync()
    {
        var cluster = await TestCluster.StartAsync();
        await cluster.NamespaceAsync("c");
        var created = await cluster.PostAsync(Crds, Definition);
        Assert.True(created.Status == 201, created.Text);
        await cluster.BecomesAsync(Things, a => a.Status == 200);
        return cluster;
    }
}
