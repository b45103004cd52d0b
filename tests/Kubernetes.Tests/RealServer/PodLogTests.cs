using System.Text.Json.Nodes;
using Pdp.Kubernetes.Configuration;
using Pdp.Kubernetes.Errors;
using Pdp.Kubernetes.Logs;
using Pdp.Kubernetes.Objects;
using Pdp.Kubernetes.Verbs;
using Pdp.LocalCluster;
using Pdp.Testing;

namespace Pdp.Kubernetes.Tests.RealServer;

/// <summary>Logs of a process that really writes them. In the embedded cluster only: no image is known to be in any other.</summary>
public sealed class PodLogTests
{
    private static readonly GroupVersionKind _pod = new("", "v1", "Pod");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_log_of_a_running_container_is_read_cut_and_followed()
    {
        using var folder = new TempDirectory();
        var catalogue = folder.Write("catalogue.yaml", "images: [{image: shell, command: [sh, -c], overrides: args}]");
        await using var cluster = await LocalClusterServer.StartAsync(new LocalClusterOptions { CatalogueFile = catalogue, WorkDirectory = folder.Combine("work") }, Stop);
        using var api = new KubernetesApi(Kubeconfig.Load([folder.Write("kubeconfig", cluster.KubeconfigText)]));
        var flag = folder.Combine("go-on");
        await api.CreateAsync(Pod($"echo one; echo zwei-ü; echo three; while [ ! -e {flag} ]; do sleep 0.05; done; echo four; sleep 600"), new CreateOptions(), Stop);
        await Eventually.PassesAsync(async () => Assert.Equal(["one", "zwei-ü", "three"], await ReadAsync(api, new LogOptions())), TimeSpan.FromMinutes(1), Stop);

        Assert.Equal(["zwei-ü", "three"], await ReadAsync(api, new LogOptions { TailLines = 2 }));
        Assert.Equal(["one", "zwei-ü", "three"], await ReadAsync(api, new LogOptions { Since = TimeSpan.FromHours(1), Container = "main" }));

        await using var lines = api.ReadLogLinesAsync("default", "talker", new LogOptions { Follow = true, Timestamps = true, TailLines = 1 }, Stop).GetAsyncEnumerator(Stop);
        Assert.True(await lines.MoveNextAsync());
        Assert.Equal("three", lines.Current.Text);
        var age = TimeProvider.System.GetUtcNow() - Assert.NotNull(lines.Current.Time);
        Assert.InRange(age, TimeSpan.FromMinutes(-1), TimeSpan.FromMinutes(5));
        await File.WriteAllTextAsync(flag, "", Stop);
        Assert.True(await lines.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Stop));
        Assert.Equal("four", lines.Current.Text);
        await lines.DisposeAsync();

        var error = await Assert.ThrowsAsync<KubernetesException>(() => ReadAsync(api, new LogOptions { Previous = true }));
        Assert.Equal(400, error.Status.Code);
        await api.DeleteAsync(new ObjectReference(_pod, "default", "talker"), new DeleteOptions { GracePeriod = TimeSpan.Zero }, Stop);
    }

    private static async Task<List<string>> ReadAsync(KubernetesApi api, LogOptions options)
    {
        var lines = new List<string>();
        await foreach (var line in api.ReadLogLinesAsync("default", "talker", options, Stop)) lines.Add(line.Text);
        return lines;
    }

    private static JsonObject Pod(string script)
    {
        var pod = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = "talker", ["namespace"] = "default" },
        };
        pod.Set(new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "shell:1", ["args"] = new JsonArray(script) }), "spec", "containers");
        return pod;
    }
}
