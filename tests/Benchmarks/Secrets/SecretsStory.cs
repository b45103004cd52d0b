using System.Text.Json.Nodes;
using Pdp.Benchmarks.Measuring;
using Pdp.Story;
using Pdp.Story.Processes;
using Pdp.Story.Staging;
using Pdp.Vaults.Vault;

namespace Pdp.Benchmarks.Secrets;

/// <summary>
/// Components that name secrets of a vault, which is asked for news every minute. The vault is in this process, the agent in one of its own.
/// </summary>
/// <param name="secrets">How many secrets.</param>
/// <param name="window">How long is measured.</param>
internal sealed class SecretsStory(int secrets, TimeSpan window)
{
    private const string Image = "pdp.dev/bench:1";
    private const int PerComponent = 50;
    private const int InFlight = 4;
    private const double MebiByte = 1024 * 1024;
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly string _directory = Directory.CreateTempSubdirectory("pdp-bench-secrets-").FullName;

    public async Task<IReadOnlyList<Figure>> PlayAsync(CancellationToken ct)
    {
        await using var vault = await TestVault.StartAsync();
        await using var stage = new Stage(new StageOptions { Plane = "bench", AgentArguments = ["--secret-stores", await StoresAsync(vault, ct)] });
        try
        {
            for (var i = 0; i < secrets; i++) vault.Secrets.Put(Name(i), ("password", $"password-{i}"));
            await stage.OpenAsync(ct);
            await stage.ConnectedAsync(ct);
            await PutAsync(stage, ct);
            var reads = new VersionReads(vault);
            // Whatever was begun for the components is over by then.
            await Task.Delay(Refresh, TimeProvider.System, ct);
            return await MeasureAsync(stage, vault, reads, ct);
        }
        catch (StoryException)
        {
            stage.KeepDirectory = true;
            throw;
        }
        finally
        {
            Directory.Delete(_directory, recursive: true);
        }
    }

    private async Task<IReadOnlyList<Figure>> MeasureAsync(Stage stage, TestVault vault, VersionReads reads, CancellationToken ct)
    {
        var (calls, busy) = (vault.Calls.Count, stage.Agent.Process!.ProcessorTime);
        await Task.Delay(window, TimeProvider.System, ct);
        calls = vault.Calls.Count - calls;
        var spent = stage.Agent.Process.ProcessorTime - busy;
        var staleness = reads.Staleness();
        if (staleness.Count < secrets) throw new StoryException($"of {secrets} secrets only {staleness.Count} waits were seen");
        return
        [
            new($"vault requests an hour, {secrets} secrets, refresh {Refresh.TotalSeconds:0} s", calls / window.TotalHours, "requests"),
            new("staleness of a rotation at any moment, p50", Figure.At(staleness, 0.5), "s"),
            new("staleness of a rotation at any moment, p99", Figure.At(staleness, 0.99), "s"),
            new("staleness, worst", staleness[^1], "s"),
            new("agent processor time", spent / window * 100, "% of a core"),
            new("agent memory (resident)", stage.Agent.Process.ResidentBytes / MebiByte, "MiB"),
        ];
    }

    private async Task PutAsync(Stage stage, CancellationToken ct)
    {
        var components = (secrets + PerComponent - 1) / PerComponent;
        await Parallel.ForAsync(0, components, new ParallelOptions { MaxDegreeOfParallelism = InFlight, CancellationToken = ct }, async (i, token) =>
        {
            var document = BenchmarkComponents.Document(stage.Plane, $"secrets-{i}", Image);
            var env = document["spec"]!["containers"]!["main"]!["env"]!.AsArray();
            foreach (var secret in Enumerable.Range(i * PerComponent, Math.Min(PerComponent, secrets - (i * PerComponent))))
            {
                var reference = new JsonObject { ["store"] = "vault", ["name"] = Name(secret), ["property"] = "password" };
                env.Add(new JsonObject { ["name"] = $"PASSWORD_{secret}", ["secret"] = reference });
            }

            var generation = await stage.PutAsync($"secrets-{i}", document, token);
            await stage.PhaseAsync($"secrets-{i}", generation, "Healthy", Limit, token);
        });
    }

    private async Task<string> StoresAsync(TestVault vault, CancellationToken ct)
    {
        var (token, stores) = (Path.Combine(_directory, "token"), Path.Combine(_directory, "stores.yaml"));
        await PrivateFile.WriteAsync(token, vault.Tokens.Make(), ct);
        await File.WriteAllTextAsync(
            stores,
            $"stores: [{{name: vault, vault: {{address: \"{vault.Address}\", auth: {{tokenFile: {token}}}}}, allow: [{{project: bench}}], refresh: {Refresh.TotalSeconds:0}s}}]\n",
            ct);
        return stores;
    }

    private static string Name(int secret) => $"bench/secret-{secret}";
}
