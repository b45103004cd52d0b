using System.Data.Common;
using Pdp.ControlStub.Store;
using Pdp.ControlStub.Store.Sql.Schema;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    /// <summary>The schema's versions for this kind of store.</summary>
    internal abstract IReadOnlyList<SchemaVersion> Versions { get; }

    /// <summary>Opens a connection to the database of this test, as an administrator would.</summary>
    internal abstract Task<DbConnection> ConnectAsync();

    private int Newest => Versions[^1].Number;

    private async Task MigrateAsync(int target, params SchemaVersion[] later)
    {
        await using var connection = await ConnectAsync();
        new SchemaMigrator(connection, [.. Versions, .. later], Time).Migrate(target);
    }

    private async Task PopulateAsync()
    {
        await Store.AddPlaneAsync();
        await Store.Intents.CommitAsync(Changes((Intent(), 0)), Cancel);
        await Store.Intents.AcknowledgeAsync("east", First, Ack(), [], Cancel);
        await Store.Intents.SaveStatusesAsync("east", First, [Status()], [], Cancel);
    }

    [Fact]
    public void Every_version_can_be_left_but_the_first_and_no_number_is_missing()
    {
        Assert.Equal(Enumerable.Range(1, Versions.Count), Versions.Select(v => v.Number));
        Assert.All(Versions.Skip(1), v => Assert.NotNull(v.Down));
        Assert.All(Versions, v => Assert.InRange(v.Floor, 1, v.Number));
    }

    [Fact]
    public async Task Back_to_the_first_version_and_forward_again_keeps_the_data()
    {
        await PopulateAsync();
        await Store.DisposeAsync();
        await MigrateAsync(1);
        await MigrateAsync(Newest);
        await MigrateAsync(Newest - 1);
        // Opening goes forward by itself.
        await ReopenAsync();
        var view = await Store.Intents.ViewAsync("east", "web-dev", Cancel);
        Assert.Equivalent(new IntentView(Intent(), Ack(), Status()), view, strict: true);
        Assert.Single((await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel)).Items);
        await EnrolAsync("token-of-east", Certificate("C-of-east"));
        Assert.Equal(1, await Store.Sessions.SeatAsync(Session("s1"), [], Cancel));
    }

    [Fact]
    public async Task A_program_works_on_over_a_newer_schema_that_only_adds_and_over_the_way_back()
    {
        await PopulateAsync();
        var next = SchemaScripts.Version(
            Newest + 1,
            $"-- Works with programs from schema version {Newest} on.\nalter table planes add column note text;",
            "alter table planes drop column note;");
        Assert.Equal(Newest, next.Floor);

        // The one that runs, and one of the same version that starts now.
        await MigrateAsync(next.Number, next);
        await Store.AddPlaneAsync("west");
        await ReopenAsync();
        Assert.Equal(2, await Store.Planes.CountAsync(Cancel));
        await Store.AddPlaneAsync("north");

        await MigrateAsync(Newest, next);
        await Store.AddPlaneAsync("south");
        await ReopenAsync();
        Assert.Equal(4, await Store.Planes.CountAsync(Cancel));
        Assert.Equal(Intent(), await Store.Intents.FindAsync("east", "web-dev", Cancel));
    }

    [Fact]
    public async Task A_program_that_is_too_old_for_the_schema_refuses_and_leaves_it_alone()
    {
        await PopulateAsync();
        await Store.DisposeAsync();
        var next = SchemaScripts.Version(Newest + 1, "create table other (a integer);", "drop table other;");
        await MigrateAsync(next.Number, next);
        var e = await Assert.ThrowsAsync<StoreException>(() => ReopenAsync());
        Assert.Contains($"schema version {next.Number}, which needs a program that knows version {next.Number}", e.Message);
        await Assert.ThrowsAsync<StoreException>(() => MigrateAsync(Newest));
        await MigrateAsync(Newest, next);
        await ReopenAsync();
        Assert.Equal(1, await Store.Planes.CountAsync(Cancel));
    }

    [Fact]
    public async Task A_script_that_fails_changes_nothing()
    {
        await PopulateAsync();
        var broken = SchemaScripts.Version(Newest + 1, "create table half (a integer); create table planes (a integer);", "drop table half;");
        await Assert.ThrowsAnyAsync<DbException>(() => MigrateAsync(broken.Number, broken));
        await MigrateAsync(Newest + 1, broken with { Up = "create table half (a integer);" });
    }
}
