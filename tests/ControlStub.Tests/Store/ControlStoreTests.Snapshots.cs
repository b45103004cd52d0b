using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Snapshots;
using Pdp.Protocol.Signatures;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    [Fact]
    public async Task A_snapshot_holds_everything_and_can_be_taken_over()
    {
        await FillAsync();
        var whole = await SnapshotAsync();
        Assert.Equal(
            ["accessToken", "ack", "binding", "certificate", "certificate", "deployment", "event", "event", "event", "event", "event", "event", "event", "event", "event", "grant", "intent", "key", "pipeline", "plane", "promotion", "release", "source", "status", "token", "trust", "user"],
            whole.Select(text => text.Split('"')[3]).Order(StringComparer.Ordinal));

        await Store.Snapshots.RestoreAsync(Parsed(whole), Start, overwrite: true, Cancel);
        Assert.Equal(whole, WithoutRestores(await SnapshotAsync()));
        // Numbers go on where the snapshot ended.
        await Store.Events.AppendAsync([Event()], Cancel);
        Assert.Equal(10, (await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel)).Newest);
    }

    // What a restore adds to what was restored.
    private static IEnumerable<string> WithoutRestores(IEnumerable<string> records) => records.Where(text => text.Split('"')[3] != "restore");

    [Fact]
    public async Task A_snapshot_is_of_one_moment_whatever_happens_meanwhile()
    {
        await FillAsync();
        var seen = new List<SnapshotRecord>();
        await foreach (var record in Store.Snapshots.ReadAsync(Cancel))
        {
            if (seen.Count == 0)
            {
                Assert.True(await Store.Planes.DeleteAsync("east", Event(), Cancel));
                await Store.AddPlaneAsync("west");
            }

            seen.Add(record);
        }

        Assert.Equal("east", Assert.Single(seen.OfType<PlaneSnapshot>()).Plane.Name);
        Assert.Single(seen.OfType<IntentSnapshot>());
    }

    [Fact]
    public async Task A_snapshot_is_taken_over_wholly_or_not_at_all()
    {
        await FillAsync();
        var before = await SnapshotAsync();
        await Assert.ThrowsAsync<StoreException>(() => Store.Snapshots.RestoreAsync(Parsed(before), Start, overwrite: false, Cancel));
        await Assert.ThrowsAsync<IOException>(() => Store.Snapshots.RestoreAsync(Broken(before), Start, overwrite: true, Cancel));
        Assert.Equal(before, await SnapshotAsync());
    }

    [Fact]
    public async Task The_one_token_of_a_backup_from_before_there_were_users_is_the_first_users()
    {
        var token = SampleRecords.Token("old", plane: null, TokenUse.Admin);
        var records = new SnapshotRecord[] { new TokenSnapshot(token), new TokenSnapshot(token with { Id = "ended", RevokedAt = SampleRecords.Start }) };
        await Store.Snapshots.RestoreAsync(records.ToAsyncEnumerable(), Start, overwrite: false, Cancel);
        Assert.Equal(_admin, Assert.Single((await Store.Users.FindTokenAsync("old", Cancel))!.Grants));
        Assert.Null(await Store.Users.FindTokenAsync("ended", Cancel));
        Assert.Null(await Store.Tokens.FindAsync("old", Cancel));
    }

    [Fact]
    public async Task Nothing_is_restored_while_a_process_says_that_it_lives()
    {
        await FillAsync();
        var before = await SnapshotAsync();
        await Store.Sessions.RenewAsync("p1", Time.GetUtcNow(), Cancel);
        await Store.Sessions.RenewAsync("p2", Time.GetUtcNow(), Cancel);
        await RefusedAsync("2 control planes serve");
        await Store.Sessions.EndAsync("p2", Cancel);
        await RefusedAsync("1 control plane serves");

        Time.Advance(ISessionStore.Lease + TimeSpan.FromMilliseconds(1));
        await Store.Snapshots.RestoreAsync(Parsed(before), Start, overwrite: true, Cancel);
        Assert.Equal(before, WithoutRestores(await SnapshotAsync()));

        async Task RefusedAsync(string why) => Assert.Contains(
            why, (await Assert.ThrowsAsync<StoreException>(() => Store.Snapshots.RestoreAsync(Parsed(before), Start, overwrite: true, Cancel))).Message);
    }

    private async Task FillAsync()
    {
        await Store.AddPlaneAsync();
        await AddUserAsync("ann", _admin);
        await Store.Users.AddTokenAsync(AccessToken("t1", end: Start.AddDays(1)), Event(plane: null), Cancel);
        await EnrolAsync("token-of-east", Certificate());
        await RenewAsync(Certificate("C2", "k2", "C1"));
        var source = new SourceRecord(new SourceKey("", "acme", "Component", "web"), """{"a":1}""", "hash", Start);
        var changes = Changes((Intent(), 0)) with
        {
            Sources = [source],
            Events = [Event()],
            Deployments = [new DeploymentWrite(Deployment(), NewRelease: Release())],
            Pipelines = [new PipelineRecord("acme", "default", """{"environments":[]}""", Start)],
        };
        Assert.Equal(CommitOutcome.Committed, await Store.Intents.CommitAsync(changes, Cancel));
        await Store.Intents.AcknowledgeAsync("east", First, Ack(), [Event(intent: "web-dev")], Cancel);
        await Store.Intents.SaveStatusesAsync("east", First, [Status()], [], Cancel);
        await Store.Planes.NoteAsync(
            [new PlaneSighting("east", Start, new AgentRecord("a", "1.0.0", "v1.36", ["flux"], "s"))], [], Cancel);
        await Store.Promotions.AddAsync(Promotion() with { Votes = [new VoteRecord("user/bob", true, null, Start)] }, Event(plane: null), Cancel);
        await Store.Trust.ReplaceAsync(Trust(1), [], Cancel);
        using var key = SigningKey.Generate();
        await Store.Keys.AddAsync(new KeyRecord("intents", key.PublicKey, Start), [], Cancel);
    }

    private async Task<List<string>> SnapshotAsync() =>
        await Store.Snapshots.ReadAsync(Cancel).Select(r => System.Text.Json.JsonSerializer.Serialize(r, SnapshotJson.Contract)).ToListAsync(Cancel);

    private static async IAsyncEnumerable<SnapshotRecord> Parsed(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
            yield return System.Text.Json.JsonSerializer.Deserialize(line, SnapshotJson.Contract)!;
        await Task.CompletedTask;
    }

    private static async IAsyncEnumerable<SnapshotRecord> Broken(IReadOnlyList<string> lines)
    {
        await foreach (var record in Parsed(lines).Take(lines.Count - 1))
            yield return record;
        throw new IOException("the disk is gone");
    }
}
