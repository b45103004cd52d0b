using System.Globalization;
using System.Text;

namespace Pdp.LocalCluster.Tests.Api;

/// <summary>Whatever comes in at the API's door, a Status goes out and the server lives.</summary>
public sealed class BadInputTests(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    private const string ConfigMaps = "/api/v1/namespaces/default/configmaps";

    private readonly TestCluster _cluster = fixture.Cluster;

    public static TheoryData<string, string> Bodies => new()
    {
        { "nothing", "" },
        { "half an object", """{"metadata":{"name":"a"}""" },
        { "a list", "[]" },
        { "a number", "7" },
        { "null", "null" },
        { "text after the object", """{"metadata":{"name":"a"}} x""" },
        { "a comment", """{/* */"metadata":{"name":"a"}}""" },
        { "a lone surrogate", """{"metadata":{"name":"\ud800"}}""" },
        { "a number out of range", """{"metadata":{"name":"a","generation":1e999}}""" },
        { "metadata that is text", """{"metadata":"a"}""" },
        { "labels that are a list", """{"metadata":{"name":"a","labels":["x"]}}""" },
        { "data that is a number", """{"metadata":{"name":"a"},"data":{"k":5}}""" },
        { "another kind", """{"kind":"Secret","apiVersion":"v1","metadata":{"name":"a"}}""" },
        { "a time that is none", """{"metadata":{"name":"a","creationTimestamp":"yesterday"}}""" },
        { "an owner that is text", """{"metadata":{"name":"a","ownerReferences":["x"]}}""" },
        { "managed fields that are text", """{"metadata":{"name":"a","managedFields":"x"}}""" },
    };

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task A_malformed_body_is_a_bad_request(string what, string body)
    {
        var answer = await _cluster.PostAsync(ConfigMaps, body);
        Assert.True(answer.Status == 400, $"{what}: {answer.Status} {answer.Text}");
        Assert.Equal("Status", (string?)answer.Body["kind"]);
        Assert.Equal("BadRequest", answer.Reason);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_with_its_limit()
    {
        var body = $$$"""{"metadata":{"name":"a"},"data":{"k":"{{{new string('x', 3 * 1024 * 1024)}}}"}}""";
        var answer = await _cluster.PostAsync(ConfigMaps, body);
        Assert.Equal(413, answer.Status);
        Assert.Equal("RequestEntityTooLarge", answer.Reason);
        Assert.Contains("3145728", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_config_map_over_a_mebibyte_is_invalid()
    {
        var body = $$$"""{"metadata":{"name":"big"},"data":{"k":"{{{new string('x', (1024 * 1024) + 1)}}}"}}""";
        Assert.Equal(422, (await _cluster.PostAsync(ConfigMaps, body)).Status);
    }

    [Theory]
    [InlineData("application/json", "[", "]")]
    [InlineData("application/json", """{"a":""", "}")]
    [InlineData("application/yaml", "[", "]")]
    public async Task A_body_too_deep_is_a_bad_request(string type, string open, string close)
    {
        var text = """{"metadata":""" + string.Concat(Enumerable.Repeat(open, 5000)) + "1" + string.Concat(Enumerable.Repeat(close, 5000)) + "}";
        Assert.Equal(400, (await _cluster.PostAsync(ConfigMaps, text, type)).Status);
    }

    [Fact]
    public async Task Yaml_that_multiplies_itself_is_refused()
    {
        var yaml = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 12; i++)
            yaml.Append(CultureInfo.InvariantCulture, $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        var answer = await _cluster.ApplyAsync(ConfigMaps + "/a", yaml.ToString());
        Assert.Equal(400, answer.Status);
        Assert.Contains("nodes", answer.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/configmaps?limit=many", 400)]
    [InlineData("/api/v1/configmaps?labelSelector=a%20in%20(b", 400)]
    [InlineData("/api/v1/configmaps?labelSelector=,", 400)]
    [InlineData("/api/v1/configmaps?fieldSelector=nonsense", 400)]
    [InlineData("/api/v1/configmaps?continue=AAAA", 400)]
    [InlineData("/api/v1/configmaps?resourceVersionMatch=Exact", 422)]
    [InlineData("/api/v1/configmaps?resourceVersion=1&resourceVersionMatch=Sometimes", 422)]
    [InlineData("/api/v1/configmaps?sendInitialEvents=true", 422)]
    [InlineData("/api/v1/configmaps/in/the/wrong/place", 404)]
    [InlineData("/api/v1/namespaces/default/configmaps/a/nothing", 404)]
    [InlineData("/api/v1/namespaces/default/nodes", 404)]
    public async Task A_question_that_makes_no_sense_has_an_answer(string path, int status) =>
        Assert.Equal(status, (await _cluster.GetAsync(path)).Status);

    [Theory]
    [InlineData("PUT", "/api/v1/namespaces/default/configmaps")]
    [InlineData("POST", "/api/v1/namespaces/default/configmaps/a")]
    [InlineData("DELETE", "/api/v1/namespaces")]
    [InlineData("GET", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews")]
    [InlineData("PATCH", "/api/v1/namespaces/default/configmaps")]
    public async Task A_verb_that_is_not_there_is_not_allowed(string method, string path) =>
        Assert.Equal(405, (await _cluster.SendAsync(HttpMethod.Parse(method), path, method == "GET" ? null : "{}")).Status);

    [Theory]
    [InlineData("application/merge-patch+json", "[]")]
    [InlineData("application/merge-patch+json", "nonsense")]
    [InlineData("application/json-patch+json", "{}")]
    [InlineData("application/json-patch+json", """[{"op":"fly","path":"/data"}]""")]
    [InlineData("application/json-patch+json", """[{"op":"add","path":"data","value":1}]""")]
    [InlineData("application/json-patch+json", """[5]""")]
    [InlineData("application/strategic-merge-patch+json", """{"data":{"$patch":"confuse"}}""")]
    [InlineData("application/apply-patch+yaml", "a: [")]
    [InlineData("application/apply-patch+yaml", "- a\n- b\n")]
    [InlineData("application/apply-patch+yaml", "kind: ConfigMap\n")]
    public async Task A_patch_that_cannot_be_read_is_a_bad_request(string type, string patch)
    {
        var ns = await fixture.NamespaceAsync();
        Assert.Equal(201, (await _cluster.PostAsync($"/api/v1/namespaces/{ns}/configmaps", """{"metadata":{"name":"a"},"data":{"k":"v"}}""")).Status);
        var answer = await _cluster.PatchAsync($"/api/v1/namespaces/{ns}/configmaps/a?fieldManager=t", patch, type);
        Assert.Equal(400, answer.Status);
        Assert.Equal("v", (string?)(await _cluster.GetAsync($"/api/v1/namespaces/{ns}/configmaps/a")).At("data.k"));
    }

    [Fact]
    public async Task Damage_in_any_place_of_a_body_never_harms_the_server()
    {
        const string Sample = """
            {"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"fuzz","labels":{"a":"b"}},"spec":{"replicas":1,"selector":{"matchLabels":{"a":"b"}},
            "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i","ports":[{"containerPort":80}],"env":[{"name":"E","value":"1"}]}]}}}}
            """;
        string[] pieces = [
            "null", "[]", "{}", "\"x\"", "-1", "1e400", "true", "\"$patch\":\"delete\",", "{\"name\":null}", "\\u0000", "99999999999999999999"];
        var random = new RandomSequence(20261120);
        for (var i = 0; i < 300; i++)
        {
            var at = random.Next(Sample.Length);
            var body = Sample.Remove(at, Math.Min(random.Next(12), Sample.Length - at)).Insert(at, pieces[random.Next(pieces.Length)]);
            var created = await _cluster.PostAsync("/apis/apps/v1/namespaces/default/deployments?dryRun=All", body);
            Assert.True(created.Status < 500, $"{body}\n{created.Text}");
            var applied = await _cluster.PatchAsync(
                "/apis/apps/v1/namespaces/default/deployments/fuzz?dryRun=All&fieldManager=f", body, "application/apply-patch+yaml");
            // What does not fit the schema is a 500 without a reason there, as with the API server.
            Assert.True(applied.Status < 500 || applied.Reason is null, $"{body}\n{applied.Text}");
        }
        Assert.Equal(200, (await _cluster.GetAsync("/readyz")).Status);
    }

    [Fact]
    public async Task Damaged_binary_bodies_are_bad_requests()
    {
        // An envelope around a namespace called "a": typeMeta, then metadata.name.
        byte[] whole = [.. "k8s\0"u8, 10, 15, 10, 2, .. "v1"u8, 18, 9, .. "Namespace"u8, 18, 5, 10, 3, 10, 1, .. "a"u8];
        Assert.Equal(201, await Binary(whole));
        var random = new RandomSequence(7);
        for (var i = 0; i < 200; i++)
        {
            var body = (byte[])whole.Clone();
            body[random.Next(body.Length)] = (byte)random.Next(256);
            Assert.InRange(await Binary(body[..(body.Length - random.Next(4))]), 200, 499);
        }
    }

    private async Task<int> Binary(byte[] body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/namespaces?dryRun=All");
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new("application/vnd.kubernetes.protobuf");
        return (await Answer.OfAsync(await _cluster.Client.SendAsync(request, TestContext.Current.CancellationToken))).Status;
    }
}
