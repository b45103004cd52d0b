using System.Diagnostics;
using System.Text.Json.Nodes;
using Pdp.ControlStub.Cli;
using Pdp.Testing;
using static Pdp.ControlStub.Tests.Cli.ControlCommand;

namespace Pdp.ControlStub.Tests.Cli;

/// <summary>The program as people and scripts meet it: as a process.</summary>
public sealed class CommandLineTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_first_try_works_as_the_help_tells_it()
    {
        using var directory = new TempDirectory();
        var data = directory.Combine("data");
        using var serving = Start("serve", "--data", data, "--agents-url", "https://127.0.0.1:0", "--operators-url", "http://127.0.0.1:0");
        var errors = serving.StandardError.ReadToEndAsync(Cancel);
        string? line;
        do
            line = await serving.StandardOutput.ReadLineAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancel);
        while (line is not null && !line.StartsWith("ready ", StringComparison.Ordinal));
        Assert.Matches("^ready agents=https://127.0.0.1:[0-9]+ operators=http://127.0.0.1:[0-9]+$", line);

        var bundle = await RunAsync("planes", "create", "my-plane", "--data", data);
        Assert.Equal("my-plane", (string?)JsonNode.Parse(bundle.Out)!["planeId"]);
        var backend = directory.Write("backend.yaml", Samples.File("sample-three-tiers/2-backend.yaml"));
        var applied = await RunAsync("apply", "--plane", "my-plane", "-f", backend, "--data", data);
        Assert.Contains("intent/inventorybackend-development created (generation 1)", applied.Out);
        Assert.Contains("warning: document 2, spec.envVariables[2].value", applied.Error);
        Assert.Matches("inventorybackend-development +1 +Active +pending", (await RunAsync("intents", "list", "my-plane", "--data", data)).Out);
        Assert.Contains("changed (generation 2)", (await RunAsync("intents", "suspend", "my-plane", "inventorybackend-development", "--data", data)).Out);
        Assert.Contains("\"state\": \"Suspended\"", (await RunAsync("intents", "get", "my-plane", "inventorybackend-development", "--data", data)).Out);
        Assert.Contains("never", (await RunAsync("planes", "list", "--data", data)).Out);
        Assert.Contains("intentChanged", (await RunAsync("events", "--data", data)).Out);

        var task = directory.Write("migrate.yaml", """
            apiVersion: pdp.dev/v1
            kind: Component
            metadata: {id: migrate-dev, organization: acme, project: shop, environment: dev, component: migrate}
            spec: {type: manualTask, release: r-1, containers: {main: {image: "registry.example.com/migrate:1"}}}
            """);
        await RunAsync("apply", "--plane", "my-plane", "-f", task, "--data", data);
        var run = (await RunAsync("run", "my-plane", "migrate-dev", "--env", "DRY=a=b", "--timeout-seconds", "60", "--data", data, "--", "up", "--to", "7")).Out.Trim();
        Assert.Matches("^migrate-dev-[0-9]{14}-[0-9a-f]{4}$", run);
        var put = JsonNode.Parse((await RunAsync("intents", "get", "my-plane", run, "--data", data)).Out)!;
        Assert.Equal(("TaskRun", "acme", "shop", "dev"), ((string?)put["kind"], (string?)put["organization"], (string?)put["project"], (string?)put["environment"]));
        Assert.StartsWith("RUN", (await RunAsync("runs", "my-plane", "migrate-dev", "--data", data)).Out, StringComparison.Ordinal);
        await EndAsync(ExitCodes.Usage, "run", "my-plane", "migrate-dev", "--env", "DRY", "--data", data);

        var refused = await EndAsync(ExitCodes.Refused, "intents", "get", "my-plane", "none", "--data", data);
        Assert.Contains("There is no such intent", refused.Error);
        var invalid = await EndAsync(ExitCodes.Refused, "apply", "-p", "my-plane", "-f", directory.Write("pod.yaml", "apiVersion: v1\nkind: Pod\n"), "--data", data);
        Assert.Contains("unknownKind", invalid.Error);
        await EndAsync(ExitCodes.CannotStart, "serve", "--data", data, "--agents", "127.0.0.1:0", "--operators", "127.0.0.1:0");

        // SIGTERM, as a service manager sends it.
        using (var kill = Process.Start("kill", ["-TERM", serving.Id.ToString()]))
            await kill.WaitForExitAsync(Cancel);
        await serving.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, Cancel);
        Assert.Equal(ExitCodes.Done, serving.ExitCode);
        Assert.All((await errors).Split('\n', StringSplitOptions.RemoveEmptyEntries), l => Assert.NotNull(JsonNode.Parse(l)!["RenderedMessage"]));
        await EndAsync(ExitCodes.Unreachable, "planes", "list", "--data", data);
    }

    [Fact]
    public async Task A_backup_is_taken_of_a_running_and_of_a_stopped_control_plane_and_restored()
    {
        using var directory = new TempDirectory();
        var (data, running, stopped, restored) = (directory.Combine("data"), directory.Combine("running"), directory.Combine("stopped"), directory.Combine("restored"));
        var passphrase = directory.Write("passphrase", "correct horse battery");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(passphrase, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using (var stub = await RunningStub.StartAsync(o => o with { Data = data }))
        {
            await stub.AddPlaneAsync();
            Assert.Contains("read from the running control plane", (await RunAsync("backup", "--out", running, "--data", data)).Out);
        }

        var (said, _) = await RunAsync("backup", "--out", stopped, "--data", data, "--with-keys", "--passphrase-file", passphrase);
        Assert.Contains($"read from {data}", said);
        Assert.Equal(await RecordsAsync(running), await RecordsAsync(stopped));

        (said, _) = await RunAsync("restore", "--from", stopped, "--data", restored, "--passphrase-file", passphrase);
        Assert.Contains("1 accessToken, 2 events, 1 grant, 1 key, 1 plane, 1 token, 1 trust, 1 user", said);
        Assert.Contains("keys: restored", said);
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(data, "ca.key"), Cancel), await File.ReadAllTextAsync(Path.Combine(restored, "ca.key"), Cancel));

        Assert.Contains("--overwrite", (await EndAsync(ExitCodes.Backup, "restore", "--from", running, "--data", restored)).Error);
        Assert.Contains("cannot be written", (await EndAsync(ExitCodes.Backup, "backup", "--out", directory.Combine("no", "b"), "--data", data)).Error);
        Assert.Contains("together", (await EndAsync(ExitCodes.Usage, "backup", "--out", running, "--data", data, "--with-keys")).Error);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(passphrase, UnixFileMode.UserRead | UnixFileMode.OtherRead);
            Assert.Contains("0600", (await EndAsync(ExitCodes.Backup, "restore", "--from", stopped, "--data", restored, "--passphrase-file", passphrase)).Error);
        }
    }

    [Fact]
    public async Task Users_get_grants_and_tokens_and_say_why()
    {
        using var directory = new TempDirectory();
        var data = directory.Combine("data");
        await using var stub = await RunningStub.StartAsync(o => o with { Data = data, Limits = o.Limits with { RequireReason = true } });
        Assert.Contains("--reason", (await EndAsync(ExitCodes.Refused, "users", "create", "ann", "--data", data)).Error);
        await RunAsync("users", "create", "ann", "--display-name", "Ann", "--reason", "new colleague", "--data", data);
        await RunAsync("grants", "add", "ann", "viewer", "--organization", "acme", "--reason", "für Käse", "--data", data);
        Assert.Matches(@"viewer +acme +\*", (await RunAsync("grants", "list", "ann", "--data", data)).Out);
        Assert.Matches(@"ann +Ann +viewer on acme/\*", (await RunAsync("users", "list", "--data", data)).Out);

        var token = directory.Write("token", (await RunAsync("tokens", "create", "--user", "ann", "--name", "ci", "--days", "7", "--reason", "x", "--data", data)).Out);
        Assert.Contains("\"user\": \"ann\"", (await RunAsync("whoami", "--token-file", token, "--data", data)).Out);
        Assert.Contains("needs platform-engineer on */*", (await EndAsync(ExitCodes.Refused, "planes", "create", "east", "--reason", "x", "--token-file", token, "--data", data)).Error);
        var listed = (await RunAsync("tokens", "list", "--token-file", token, "--data", data)).Out;
        Assert.Contains(" ci ", listed);
        var id = listed.Split('\n')[1].Split(' ')[0];
        await RunAsync("tokens", "revoke", id, "--user", "ann", "--reason", "leaked", "--data", data);
        await EndAsync(ExitCodes.Refused, "whoami", "--token-file", token, "--data", data);
        await RunAsync("grants", "remove", "ann", "--organization", "acme", "--reason", "x", "--data", data);
        await RunAsync("users", "delete", "ann", "--reason", "left", "--data", data);
        Assert.Contains("admin on */*", (await EndAsync(ExitCodes.Refused, "users", "delete", "admin", "--reason", "x", "--data", data)).Error);
        var events = (await RunAsync("events", "--json", "--data", data)).Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(
            ["userCreated new colleague", "grantGiven für Käse", "tokenMade x", "tokenRevoked leaked", "grantTaken x", "userDeleted left"],
            events.Select(e => $"{e["type"]} {e["reason"]}"));
        Assert.All(events, e => Assert.Equal("user/admin", (string?)e["actor"]));
        Assert.Contains("one line", (await EndAsync(ExitCodes.Usage, "whoami", "--reason", " ", "--data", data)).Error);
    }

    [Fact]
    public async Task Wrong_usage_is_told_and_ends_with_its_own_code()
    {
        using var directory = new TempDirectory();
        Assert.Contains("'bogus'", (await EndAsync(ExitCodes.Usage, "bogus")).Error);
        var wrong = await EndAsync(ExitCodes.Usage, "serve", "--window", "0", "--agents-url", "x", "--heartbeat", "soon");
        Assert.Equal(3, wrong.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("pdp-control serve", (await EndAsync(ExitCodes.Usage, "planes", "list", "--data", directory.Path)).Error);
        Assert.Matches(@"^\d+\.\d+\.\d+", (await RunAsync("version")).Out);
        Assert.Contains("Exit codes", (await RunAsync("--help")).Out);
        Assert.Contains("PDP_CONTROL_AGENTS_URL", (await RunAsync("serve", "--help")).Out);
    }

    private static async Task<IReadOnlyList<string>> RecordsAsync(string backup) =>
        [.. (await File.ReadAllLinesAsync(backup, Cancel)).Where(l => l.StartsWith("{\"type\":", StringComparison.Ordinal) && l.Split('"')[3] is not ("end" or "keys"))];
}
