using Pdp.EndToEnd.Harness;
using Pdp.Story;
using Pdp.Story.Processes;

namespace Pdp.EndToEnd.BadInput;

/// <summary>Programs started wrongly say everything that is wrong at once, and end.</summary>
public sealed class StartTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_agent_lists_every_wrong_option()
    {
        var (code, said) = await RunAsync(
            Programs.Agent,
            ["run", "--bundle", "no-such-file", "--listen", "nowhere", "--lease-duration", "1s", "--resync", "soon", "--log-level", "loud"]);

        Assert.Equal(78, code);
        Assert.All(["bundle", "listen", "lease-duration", "resync", "log-level"], option => Assert.Contains(option, said, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("not: [a kubeconfig", "kubeconfig")]
    [InlineData("apiVersion: v1\nkind: Config\ncurrent-context: gone\n", "gone")]
    public async Task A_kubeconfig_that_cannot_be_used_is_named(string kubeconfig, string named)
    {
        var (code, said) = await RunAsync(Programs.Agent, ["run", "--bundle", "bundle.json", "--kubeconfig", "kubeconfig"], kubeconfig);

        Assert.Equal(78, code);
        Assert.Contains(named, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_bundle_of_the_wrong_shape_is_refused_without_its_token()
    {
        const string Token = "this-is-a-token-nobody-may-see";
        var (code, said) = await RunAsync(
            Programs.Agent, ["run", "--bundle", "bundle.json"], bundle: $$"""{"version": 9, "planeId": "", "token": "{{Token}}", "extra": 1}""");

        Assert.Equal(78, code);
        Assert.All(["version", "planeId", "server"], field => Assert.Contains(field, said, StringComparison.Ordinal));
        Assert.DoesNotContain(Token, said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stub_lists_every_wrong_option()
    {
        var (code, said) = await RunAsync(
            Programs.Control, ["serve", "--data", "data", "--agents", "nowhere", "--operators", "http://0.0.0.0:1", "--window", "0"]);

        Assert.Equal(2, code);
        Assert.All(["agents", "operators", "window"], option => Assert.Contains(option, said, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_embedded_cluster_names_what_is_wrong_with_its_catalogue()
    {
        var (code, said) = await RunAsync(Programs.Cluster, ["--catalogue", "bundle.json"], bundle: """{"images": [{"imagee": "x"}]}""");

        Assert.NotEqual(0, code);
        Assert.Contains("images[0]", said, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string Said)> RunAsync(
        string program, string[] arguments, string? kubeconfig = null, string bundle = "{}")
    {
        await using var scratch = new Scratch();
        await PrivateFile.WriteAsync(Path.Combine(scratch.Directory, "bundle.json"), bundle, Ct);
        if (kubeconfig is not null)
        {
            await File.WriteAllTextAsync(Path.Combine(scratch.Directory, "kubeconfig"), kubeconfig, Ct);
        }

        var process = scratch.Start(new ChildProcessOptions("started", program, arguments, scratch.Directory) { WorkingDirectory = scratch.Directory });
        await Poll.UntilTrueAsync("the program to end", () => Task.FromResult(process.HasExited), Limit, Ct);
        return (await process.EndAsync(Ct), process.Log.Tail(60));
    }
}
