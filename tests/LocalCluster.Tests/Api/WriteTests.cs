using System.Text.Json.Nodes;

namespace Pdp.LocalCluster.Tests.Api;

/// <summary>What a write leaves behind, beyond the recorded cases.</summary>
public sealed class WriteTests(ClusterFixture fixture) : IClassFixture<ClusterFixture>
{
    private readonly TestCluster _cluster = fixture.Cluster;

    [Fact]
    public async Task A_write_that_changes_nothing_makes_no_version()
    {
        var path = await ConfigMapAsync("""{"k":"v"}""");
        var before = (string?)(await _cluster.GetAsync(path)).At("metadata.resourceVersion");
        var patched = await _cluster.PatchAsync(path, """{"data":{"k":"v"}}""");
        var put = await _cluster.SendAsync(HttpMethod.Put, path, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");
        Assert.Equal(before, (string?)patched.At("metadata.resourceVersion"));
        Assert.Equal(before, (string?)put.At("metadata.resourceVersion"));
    }

    [Fact]
    public async Task Patches_that_meet_all_come_through()
    {
        var path = await ConfigMapAsync("{}");
        var answers = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => _cluster.PatchAsync(path, $$$"""{"data":{"k{{{i}}}":"v"}}""")));
        Assert.All(answers, a => Assert.Equal(200, a.Status));
        Assert.Equal(40, ((JsonObject)(await _cluster.GetAsync(path)).At("data")!).Count);
    }

    [Fact]
    public async Task Appliers_that_meet_all_come_through()
    {
        var ns = await fixture.NamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/configmaps/a";
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            _cluster.ApplyAsync(path, $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"k{{{i}}}":"v"}}""", $"m{i}")));
        Assert.All(answers, a => Assert.True(a.Status is 200 or 201, a.Text));
        Assert.Single(answers, a => a.Status == 201);
        Assert.Equal(20, ((JsonObject)(await _cluster.GetAsync(path)).At("data")!).Count);
    }

    [Fact]
    public async Task Unknown_fields_warn_unless_told_otherwise()
    {
        var ns = await fixture.NamespaceAsync();
        var path = $"/apis/apps/v1/namespaces/{ns}/deployments";
        const string Body = """{"metadata":{"name":"d"},"spec":{"replicaz":1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i","imag":"x"}]}}}}""";
        var warned = await _cluster.PostAsync(path + "?dryRun=All", Body);
        Assert.Equal(201, warned.Status);
        Assert.Equal(
            ["299 - \"unknown field \\\"spec.replicaz\\\"\"", "299 - \"unknown field \\\"spec.template.spec.containers[0].imag\\\"\""], warned.Warnings.Order());
        Assert.Empty((await _cluster.PostAsync(path + "?dryRun=All&fieldValidation=Ignore", Body)).Warnings);
        Assert.Equal(400, (await _cluster.PostAsync(path + "?dryRun=All&fieldValidation=Strict", Body)).Status);
        Assert.Equal(400, (await _cluster.PostAsync($"/api/v1/namespaces/{ns}/configmaps?fieldValidation=Strict", """{"metadata":{"name":"d"},"data":{"a":"1","a":"2"}}""")).Status);
    }

    [Fact]
    public async Task Every_error_of_an_object_is_told_at_once()
    {
        var ns = await fixture.NamespaceAsync();
        var answer = await _cluster.PostAsync($"/apis/apps/v1/namespaces/{ns}/deployments", """
            {"metadata":{"name":"Bad Name","labels":{"-":"x"}},"spec":{"replicas":-1,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"c"}},
            "spec":{"restartPolicy":"Never","containers":[{"name":"c","image":"i","ports":[{"containerPort":70000}],"volumeMounts":[{"name":"v","mountPath":"/v"}],"readinessProbe":{}}]}}}}
            """);
        Assert.Equal(422, answer.Status);
        Assert.Equal(
            [
                "metadata.labels", "metadata.name", "spec.replicas", "spec.template.metadata.labels", "spec.template.spec.containers[0].ports[0].containerPort",
                "spec.template.spec.containers[0].readinessProbe", "spec.template.spec.containers[0].volumeMounts[0].name", "spec.template.spec.restartPolicy",
            ],
            answer.Causes.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("0.5", "500m")]
    [InlineData("1000m", "1")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1.5Gi", "1536Mi")]
    [InlineData("2e3", "2e3")]
    [InlineData("100k", "100k")]
    public async Task Quantities_come_back_in_canonical_form(string given, string canonical)
    {
        var ns = await fixture.NamespaceAsync();
        var answer = await _cluster.PostAsync($"/api/v1/namespaces/{ns}/limitranges", $$$"""{"metadata":{"name":"l"},"spec":{"limits":[{"type":"Container","max":{"cpu":"{{{given}}}"}}]}}""");
        Assert.Equal(canonical, (string?)answer.At("spec.limits[0].max.cpu"));
    }

    [Fact]
    public async Task A_lease_that_is_not_there_is_made_by_an_update()
    {
        var ns = await fixture.NamespaceAsync();
        var path = $"/apis/coordination.k8s.io/v1/namespaces/{ns}/leases/l";
        Assert.Equal(201, (await _cluster.SendAsync(HttpMethod.Put, path, """{"metadata":{"name":"l"},"spec":{"holderIdentity":"a"}}""")).Status);
        Assert.Equal(422, (await _cluster.SendAsync(HttpMethod.Put, path, """{"metadata":{"name":"l"},"spec":{"holderIdentity":"b"}}""")).Status);
    }

    [Fact]
    public async Task Events_of_both_groups_are_the_same_events()
    {
        var ns = await fixture.NamespaceAsync();
        var created = await _cluster.PostAsync($"/apis/events.k8s.io/v1/namespaces/{ns}/events", """
            {"metadata":{"name":"e"},"regarding":{"kind":"Pod","name":"p"},"note":"hello","reason":"Because","type":"Normal","reportingController":"c","action":"a","eventTime":"2026-01-01T00:00:00.000000Z"}
            """);
        Assert.True(created.Status == 201, created.Text);
        Assert.Equal("hello", (string?)created.At("note"));
        var core = await _cluster.GetAsync($"/api/v1/namespaces/{ns}/events?fieldSelector=involvedObject.name=p");
        Assert.Equal("hello", (string?)core.At("items[0].message"));
        Assert.Equal("c", (string?)core.At("items[0].reportingComponent"));
    }

    [Fact]
    public async Task A_budget_speaks_against_an_eviction()
    {
        var ns = await fixture.NamespaceAsync();
        var path = $"/api/v1/namespaces/{ns}/pods/p";
        await _cluster.PostAsync($"/api/v1/namespaces/{ns}/pods", """{"metadata":{"name":"p","labels":{"a":"b"}},"spec":{"terminationGracePeriodSeconds":0,"containers":[{"name":"c","image":"i"}]}}""");
        await _cluster.BecomesAsync(path, a => a.Text.Contains("\"ready\":true", StringComparison.Ordinal));
        await _cluster.PostAsync($"/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets", """{"metadata":{"name":"b"},"spec":{"minAvailable":1,"selector":{"matchLabels":{"a":"b"}}}}""");
        const string Eviction = """{"kind":"Eviction","apiVersion":"policy/v1","metadata":{"name":"p"}}""";
        Assert.Equal(429, (await _cluster.PostAsync(path + "/eviction", Eviction)).Status);
        await _cluster.SendAsync(HttpMethod.Delete, $"/apis/policy/v1/namespaces/{ns}/poddisruptionbudgets/b");
        Assert.Equal(201, (await _cluster.PostAsync(path + "/eviction", Eviction)).Status);
        await _cluster.BecomesAsync(path, a => a.Status == 404);
    }

    [Fact]
    public async Task A_scale_can_be_applied_and_put()
    {
        var ns = await fixture.NamespaceAsync();
        var path = $"/apis/apps/v1/namespaces/{ns}/deployments/d";
        await _cluster.ApplyAsync(path, """{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"d"},"spec":{"replicas":0,"paused":true,"selector":{"matchLabels":{"a":"b"}},"template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"i"}]}}}}""");
        var put = (await _cluster.GetAsync(path + "/scale")).Body;
        put["spec"]!["replicas"] = 1;
        put["metadata"]!["resourceVersion"] = "1";
        Assert.Equal(409, (await _cluster.SendAsync(HttpMethod.Put, path + "/scale", put.ToJsonString())).Status);
        put["metadata"]!.AsObject().Remove("resourceVersion");
        Assert.Equal(1, (int?)(await _cluster.SendAsync(HttpMethod.Put, path + "/scale", put.ToJsonString())).At("spec.replicas"));
        var applied = await _cluster.ApplyAsync(path + "/scale", """{"apiVersion":"autoscaling/v1","kind":"Scale","metadata":{"name":"d"},"spec":{"replicas":2}}""", "scaler", force: true);
        Assert.Equal(200, applied.Status);
        Assert.Equal("Scale", (string?)applied.Body["kind"]);
        Assert.Equal(2, (int?)(await _cluster.GetAsync(path)).At("spec.replicas"));
        Assert.Equal(422, (await _cluster.PatchAsync(path + "/scale", """{"spec":{"replicas":-1}}""")).Status);
    }

    private async Task<string> ConfigMapAsync(string data)
    {
        var ns = await fixture.NamespaceAsync();
        Assert.Equal(201, (await _cluster.PostAsync($"/api/v1/namespaces/{ns}/configmaps", $$$"""{"metadata":{"name":"a"},"data":{{{data}}}}""")).Status);
        return $"/api/v1/namespaces/{ns}/configmaps/a";
    }
}
