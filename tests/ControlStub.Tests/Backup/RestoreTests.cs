using System.Net;
using Pdp.ControlStub.Backup;
using Pdp.ControlStub.Hosting;
using Pdp.ControlStub.Security;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Postgres;
using Pdp.ControlStub.Tests.Enrolment;
using Pdp.ControlStub.Tests.Gateway;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Signatures;
using Pdp.Testing;
using Pdp.Testing.Postgres;

namespace Pdp.ControlStub.Tests.Backup;

/// <summary>From a control plane that serves, through a file, to one that takes its place.</summary>
public sealed class RestoreTests(PostgresServer server) : IDisposable
{
    private const string Secret = "correct horse battery";
    private readonly TempDirectory _directory = new();

    private string File => _directory.Combine("backup");

    private string Target => _directory.Combine("restored");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _directory.Dispose();

    [Fact]
    public async Task A_restored_control_plane_is_the_one_that_was_lost()
    {
        System.Text.Json.Nodes.JsonObject bundle;
        await using (var stub = await RunningStub.StartAsync())
        {
            bundle = await stub.AddPlaneAsync();
            (await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web)).Expect(HttpStatusCode.Created);
            await TakeAsync(stub, withKeys: true);
        }

        var report = await RestoreAsync(o => o with { Passphrase = Secret });
        Assert.Equal(RestoredKeys.Restored, report.Keys);
        Assert.Null(report.Kept);
        Assert.Equal((1, 1, 1, 1), (report.Counts["plane"], report.Counts["intent"], report.Counts["token"], report.Counts["accessToken"]));

        await using var restored = await RunningStub.StartAsync(o => o with { Data = Target });
        bundle["server"] = new UriBuilder("wss", "127.0.0.1", restored.Server.Agents.Port, "/agent/v1/channel").Uri.ToString();
        var (agent, _) = await ScriptedAgent.ConnectAsync(bundle);
        await using var _ = agent;
        await agent.AnswerCompareAsync();
        Assert.Equal(("web", 1), await agent.StoreNextAsync() is var stamp ? (stamp.Id, stamp.Generation) : default);
        Assert.Contains("restored", (await restored.SendAsync("GET", "/api/v1/events?limit=1000", headers: ("Accept", "application/json"))).Text);
    }

    [Fact]
    public async Task An_agent_that_renewed_after_the_backup_comes_back_by_itself()
    {
        System.Text.Json.Nodes.JsonObject bundle;
        AgentIdentity renewed;
        await using (var stub = await RunningStub.StartAsync())
        {
            bundle = await stub.AddPlaneAsync();
            var identity = await AgentIdentity.OfAsync(bundle);
            await TakeAsync(stub, withKeys: true);
            var next = SigningKey.Generate();
            var issued = (await AgentPost.RenewAsync(bundle, identity.Renewal(next))).Expect(HttpStatusCode.Created);
            renewed = new AgentIdentity(next, (string)issued["certificate"]!);
        }

        await RestoreAsync(o => o with { Passphrase = Secret });
        await using var restored = await RunningStub.StartAsync(o => o with { Data = Target });
        bundle["server"] = new UriBuilder("wss", "127.0.0.1", restored.Server.Agents.Port, "/agent/v1/channel").Uri.ToString();

        await using var agent = await ScriptedAgent.DialAsync(bundle, renewed.ForTls());
        await agent.SendAsync(agent.Hello());
        await agent.ExpectAsync<WelcomeFrame>();
        Assert.Contains("certificateAdopted", (await restored.SendAsync("GET", "/api/v1/events?limit=1000", headers: ("Accept", "application/json"))).Text);
    }

    [Fact]
    public async Task Keys_in_the_middle_of_a_rotation_are_restored_with_what_was_told_of_them()
    {
        System.Text.Json.Nodes.JsonObject before;
        await using (var stub = await RunningStub.StartAsync())
        {
            (await stub.SendAsync("POST", "/api/v1/trust/intents/rotate")).Expect(HttpStatusCode.OK);
            before = (await stub.SendAsync("POST", "/api/v1/trust/intents/activate")).Expect(HttpStatusCode.OK);
            await TakeAsync(stub, withKeys: true);
        }

        await RestoreAsync(o => o with { Passphrase = Secret });
        await using var restored = await RunningStub.StartAsync(o => o with { Data = Target });
        var after = (await restored.SendAsync("GET", "/api/v1/trust")).Expect(HttpStatusCode.OK);
        Assert.Equal(before["items"]!.ToJsonString(), after["items"]!.ToJsonString());
    }

    [Fact]
    public async Task Without_keys_it_does_not_serve_until_they_are_there()
    {
        await using var stub = await RunningStub.StartAsync();
        await TakeAsync(stub, withKeys: false);
        Assert.Equal(RestoredKeys.NotInBackup, (await RestoreAsync()).Keys);
        Assert.Contains("intent-signing-key.pem is missing", (await Assert.ThrowsAsync<StoreException>(StartRestoredAsync)).Message);
        System.IO.File.Copy(Path.Combine(stub.Data, IntentKey.FileName), Path.Combine(Target, IntentKey.FileName));
        // Nor does it make an authority that no agent pins.
        Assert.Contains("ca.crt and ca.key", (await Assert.ThrowsAsync<StoreException>(StartRestoredAsync)).Message);
        foreach (var name in new[] { "ca.crt", "ca.key" })
            System.IO.File.Copy(Path.Combine(stub.Data, name), Path.Combine(Target, name));
        await StartRestoredAsync();
    }

    [Fact]
    public async Task Lost_keys_are_replaced_and_the_old_ones_go_on_verifying()
    {
        await using var stub = await RunningStub.StartAsync();
        var before = await stub.AddPlaneAsync();
        await TakeAsync(stub, withKeys: false);
        Assert.Equal(RestoredKeys.ToBeMade, (await RestoreAsync(o => o with { NewKeys = true })).Keys);

        await using var restored = await RunningStub.StartAsync(o => o with { Data = Target, NewAdminToken = true });
        var bundle = (await restored.SendAsync("POST", "/api/v1/planes/east/bundle")).Expect(HttpStatusCode.Created);
        var kids = bundle["signingKeys"]!.AsArray().Select(k => (string?)k!["kid"]).ToList();
        Assert.Equal(2, kids.Count);
        Assert.Equal((string?)before["signingKeys"]![0]!["kid"], kids[1]);
    }

    [Fact]
    public async Task What_is_there_is_replaced_only_if_told_and_kept()
    {
        await using (var stub = await RunningStub.StartAsync())
            await TakeAsync(stub, withKeys: true);
        await RestoreAsync(o => o with { Passphrase = Secret });
        var database = await System.IO.File.ReadAllBytesAsync(Path.Combine(Target, "control.db"), Cancel);

        Assert.Contains("--overwrite", (await Assert.ThrowsAsync<BackupException>(() => RestoreAsync())).Message);
        var report = await RestoreAsync(o => o with { Overwrite = true });
        Assert.Equal(RestoredKeys.LeftSealed, report.Keys);
        Assert.Equal(database, await System.IO.File.ReadAllBytesAsync(Path.Combine(Target, report.Kept!, "control.db"), Cancel));
        // Keys that were not restored are as they were.
        await StartRestoredAsync();
    }

    [Fact]
    public async Task A_backup_of_one_kind_of_database_is_restored_into_another()
    {
        Assert.SkipUnless(server.IsInstalled, PostgresServer.NotInstalled);
        await using (var stub = await RunningStub.StartAsync())
        {
            await stub.AddPlaneAsync();
            (await stub.SendAsync("PUT", "/api/v1/planes/east/intents/web", Samples.Web)).Expect(HttpStatusCode.Created);
            await TakeAsync(stub, withKeys: true);
        }

        var connection = _directory.Write("connection", await server.NewDatabaseAsync(Cancel));
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(connection, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await RestoreAsync(o => o with { Passphrase = Secret, ConnectionFile = connection });
        Assert.True(System.IO.File.Exists(Path.Combine(Target, IntentKey.FileName)));
        Assert.False(System.IO.File.Exists(Path.Combine(Target, DataDirectory.DatabaseFile)));
        Assert.Contains("not empty", (await Assert.ThrowsAsync<StoreException>(() => RestoreAsync(o => o with { ConnectionFile = connection }))).Message);

        // And back again: the same records.
        var before = await System.IO.File.ReadAllLinesAsync(File, Cancel);
        await using var store = await OfflineStore.OpenAsync("", connection, TimeProvider.System, Cancel);
        var source = BackupSource.Of(store, TimeProvider.System, Cancel);
        await BackupFile.WriteAsync(File, stream => BackupWriter.WriteAsync(stream, source.Header, source.Records, null, Cancel));
        var after = await System.IO.File.ReadAllLinesAsync(File, Cancel);
        Assert.Equal(before.Where(IsRecord), after.Where(IsRecord).SkipLast(1));
        Assert.Contains("\"restored\"", after[^2]);
    }

    private static bool IsRecord(string line) =>
        line.StartsWith("{\"type\"", StringComparison.Ordinal) && line.Split('"')[3] is not ("keys" or "end" or "restore");

    [Fact]
    public async Task A_directory_that_is_being_served_is_left_alone()
    {
        await using var stub = await RunningStub.StartAsync();
        await TakeAsync(stub, withKeys: false);
        var error = await Assert.ThrowsAsync<StoreException>(() => RestoreAsync(o => o with { Data = stub.Data, Overwrite = true }));
        Assert.Contains("another pdp-control has it", error.Message);
    }

    [Fact]
    public async Task A_database_that_is_being_served_is_left_alone_until_its_process_has_stopped()
    {
        Assert.SkipUnless(server.IsInstalled, PostgresServer.NotInstalled);
        var connection = await server.NewDatabaseAsync(Cancel);
        var file = _directory.Write("connection", connection);
        if (!OperatingSystem.IsWindows())
            System.IO.File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        await using (var stub = await RunningStub.StartAsync(o => o with { Postgres = new PostgresOptions { Connection = connection } }))
        {
            await TakeAsync(stub, withKeys: true);
            var refused = await Assert.ThrowsAsync<StoreException>(() => RestoreAsync(o => o with { ConnectionFile = file, Overwrite = true }));
            Assert.Contains("1 control plane serves this database: stop", refused.Message);
            // It goes on as if nothing had been tried.
            await stub.AddPlaneAsync();
        }

        await RestoreAsync(o => o with { ConnectionFile = file, Overwrite = true });
    }

    [Theory]
    [InlineData("damaged")]
    [InlineData("cut")]
    [InlineData("passphrase")]
    public async Task What_cannot_be_restored_leaves_nothing_behind(string fault)
    {
        await using (var stub = await RunningStub.StartAsync())
        {
            await stub.SendAsync("PUT", "/api/v1/users/admin/grants/acme/shop", """{"role":"viewer"}""");
            await TakeAsync(stub, withKeys: true);
        }

        var text = await System.IO.File.ReadAllTextAsync(File, Cancel);
        if (fault == "damaged")
            await System.IO.File.WriteAllTextAsync(File, text.Replace("\"viewer\"", "\"admin\"", StringComparison.Ordinal), Cancel);
        if (fault == "cut")
            await System.IO.File.WriteAllTextAsync(File, text[..^10], Cancel);
        await Assert.ThrowsAsync<BackupException>(() => RestoreAsync(o => o with { Passphrase = fault == "passphrase" ? "something else" : Secret }));
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task A_restore_that_was_interrupted_is_finished_or_forgotten_by_the_next_start()
    {
        Directory.CreateDirectory(Target);
        await System.IO.File.WriteAllTextAsync(Path.Combine(Target, "control.db"), "old", Cancel);
        await System.IO.File.WriteAllTextAsync(Path.Combine(Target, "control.db-wal"), "old", Cancel);
        var staged = StagedRestore.Begin(Target);
        await System.IO.File.WriteAllTextAsync(Path.Combine(staged.Folder, "control.db"), "half", Cancel);
        using (DataDirectory.Open(Target))
            Assert.Equal("old", await System.IO.File.ReadAllTextAsync(Path.Combine(Target, "control.db"), Cancel));
        Assert.False(Directory.Exists(staged.Folder));

        staged = StagedRestore.Begin(Target);
        await System.IO.File.WriteAllTextAsync(Path.Combine(staged.Folder, "control.db"), "new", Cancel);
        await System.IO.File.WriteAllTextAsync(Path.Combine(staged.Folder, "complete"), "replaced-1\n", Cancel);
        using (DataDirectory.Open(Target))
            Assert.Equal("new", await System.IO.File.ReadAllTextAsync(Path.Combine(Target, "control.db"), Cancel));
        Assert.False(System.IO.File.Exists(Path.Combine(Target, "control.db-wal")));
        Assert.Equal("old", await System.IO.File.ReadAllTextAsync(Path.Combine(Target, "replaced-1", "control.db"), Cancel));
        Assert.False(Directory.Exists(staged.Folder));
    }

    // As the command does it: the content from the API, the keys from the data directory.
    private async Task TakeAsync(RunningStub stub, bool withKeys)
    {
        await using var body = await stub.Client.GetStreamAsync(new Uri("/api/v1/backup", UriKind.Relative), Cancel);
        await using var reader = new BackupReader(body, Cancel);
        var source = await BackupSource.OfAsync(reader);
        await BackupFile.WriteAsync(File, stream => BackupWriter.WriteAsync(
            stream, source.Header, source.Records, withKeys ? new KeysToSeal(KeyFiles.Read(stub.Data), Secret) : null, Cancel));
    }

    private Task<RestoreReport> RestoreAsync(Func<RestoreOptions, RestoreOptions>? options = null)
    {
        var wanted = new RestoreOptions { From = File, Data = Target };
        return new Restorer(options?.Invoke(wanted) ?? wanted, TimeProvider.System).RunAsync(Cancel);
    }

    private async Task StartRestoredAsync()
    {
        await using var restored = await RunningStub.StartAsync(o => o with { Data = Target });
    }
}
