using Dapper;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    private static readonly Grant _admin = new(Role.Admin, Scope.Everything);

    private static AccessTokenRecord AccessToken(string id, string user = "ann", DateTimeOffset? end = null, DateTimeOffset? made = null) =>
        new(id, user, "for a test", [7, 8, 9], made ?? Start, end);

    private async Task AddUserAsync(string name, params Grant[] grants)
    {
        Assert.True(await Store.Users.AddAsync(name, $"The {name}", Start, Event(EventTypes.UserCreated, plane: null), Cancel));
        foreach (var grant in grants)
            Assert.Equal(UserChange.Done, await Store.Users.GrantAsync(name, grant, Start, Event(EventTypes.GrantGiven, plane: null), Cancel));
    }

    [Fact]
    public async Task Users_and_grants_are_kept_over_a_restart()
    {
        Assert.False(await Store.Users.AnyAsync(Cancel));
        var grants = new[] { new Grant(Role.Developer, new Scope("acme", "shop")), new Grant(Role.PlatformEngineer, Scope.Of("bank")) };
        await AddUserAsync("ann", grants);
        await AddUserAsync("bob");
        Assert.False(await Store.Users.AddAsync("ann", "", Start, Event(), Cancel));
        await ReopenAsync();

        Assert.True(await Store.Users.AnyAsync(Cancel));
        Assert.Equal(2, await Store.Users.CountAsync(Cancel));
        var ann = await Store.Users.FindAsync("ann", Cancel);
        Assert.Equal(("ann", "The ann", Start), (ann!.Name, ann.DisplayName, ann.CreatedAt));
        Assert.Equal(grants, ann.Grants);
        Assert.Equal(UserChange.Done, await Store.Users.GrantAsync("ann", grants[0] with { Role = Role.Viewer }, Start, Event(), Cancel));
        Assert.Equal(Role.Viewer, (await Store.Users.FindAsync("ann", Cancel))!.Grants[0].Role);
        var first = await Store.Users.ListAsync(null, 1, Cancel);
        Assert.Equal(("ann", 2, "ann"), (first.Items.Single().Name, first.Items.Single().Grants.Count, first.Next));
        var second = await Store.Users.ListAsync(first.Next, 1, Cancel);
        Assert.Equal(("bob", 0, null), (second.Items.Single().Name, second.Items.Single().Grants.Count, second.Next));
        Assert.Equal(UserChange.NotFound, await Store.Users.GrantAsync("none", grants[0], Start, Event(), Cancel));
        Assert.Equal(UserChange.NotFound, await Store.Users.RevokeAsync("ann", Scope.Of("other"), Event(), Cancel));
    }

    [Fact]
    public async Task Access_tokens_are_found_with_what_their_user_may_do_until_they_are_revoked()
    {
        await AddUserAsync("ann", new Grant(Role.Viewer, Scope.Of("acme")));
        var token = AccessToken("t1", end: Start.AddDays(1));
        Assert.Equal(UserChange.Done, await Store.Users.AddTokenAsync(token, Event(EventTypes.TokenMade, plane: null), Cancel));
        await Store.Users.NoteUseAsync("t1", Start.AddMinutes(5), Cancel);
        await Store.Users.NoteUseAsync("t1", Start.AddMinutes(3), Cancel);
        await ReopenAsync();

        var holder = await Store.Users.FindTokenAsync("t1", Cancel);
        Assert.Equivalent(token with { LastUsedAt = Start.AddMinutes(5) }, holder!.Token, strict: true);
        Assert.Equal(new Grant(Role.Viewer, Scope.Of("acme")), Assert.Single(holder.Grants));
        Assert.False(await Store.Users.RevokeTokenAsync("bob", "t1", Event(), Cancel));
        Assert.True(await Store.Users.RevokeTokenAsync("ann", "t1", Event(), Cancel));
        Assert.Null(await Store.Users.FindTokenAsync("t1", Cancel));
        Assert.Equal(UserChange.NotFound, await Store.Users.AddTokenAsync(AccessToken("t2", "none"), Event(), Cancel));

        // Those that ended make room for the next.
        await ReopenAsync(new StoreLimits { TokensPerUser = 1 });
        Assert.Equal(UserChange.Done, await Store.Users.AddTokenAsync(AccessToken("t3", end: Start.AddDays(1)), Event(), Cancel));
        Assert.Equal(UserChange.Full, await Store.Users.AddTokenAsync(AccessToken("t4", made: Start.AddHours(1)), Event(), Cancel));
        Assert.Equal(UserChange.Done, await Store.Users.AddTokenAsync(AccessToken("t5", made: Start.AddDays(1)), Event(), Cancel));
        Assert.Equal("t5", Assert.Single(await Store.Users.TokensAsync("ann", Cancel)).Id);
    }

    [Fact]
    public async Task There_is_always_an_admin_even_when_all_are_taken_at_once()
    {
        await AddUserAsync("ann", _admin);
        Assert.Equal(UserChange.LastAdmin, await Store.Users.DeleteAsync("ann", Event(), Cancel));
        Assert.Equal(UserChange.LastAdmin, await Store.Users.RevokeAsync("ann", Scope.Everything, Event(), Cancel));
        Assert.Equal(UserChange.LastAdmin, await Store.Users.GrantAsync("ann", _admin with { Role = Role.Viewer }, Start, Event(), Cancel));
        Assert.Equal(UserChange.Done, await Store.Users.GrantAsync("ann", _admin, Start, Event(), Cancel));

        await AddUserAsync("bob", _admin);
        await AddUserAsync("cid", _admin);
        var changes = await Task.WhenAll(
            Store.Users.DeleteAsync("ann", Event(), Cancel),
            Store.Users.RevokeAsync("bob", Scope.Everything, Event(), Cancel),
            Store.Users.GrantAsync("cid", _admin with { Role = Role.Developer }, Start, Event(), Cancel));
        Assert.Equal(2, changes.Count(c => c == UserChange.Done));
        var left = (await Store.Users.ListAsync(null, 10, Cancel)).Items;
        Assert.Single(left, u => u.Grants.Contains(_admin));
    }

    [Fact]
    public async Task Recovery_brings_back_a_user_with_all_rights_and_one_token()
    {
        await AddUserAsync("ann", _admin);
        await Store.Users.RecoverAsync(AccessToken("t1", "admin"), [Event()], Cancel);
        await Store.Users.RecoverAsync(AccessToken("t2", "admin"), [Event()], Cancel);
        Assert.Null(await Store.Users.FindTokenAsync("t1", Cancel));
        Assert.Equal(_admin, Assert.Single((await Store.Users.FindTokenAsync("t2", Cancel))!.Grants));
    }

    [Fact]
    public async Task The_one_token_there_was_is_the_first_users_and_only_such_a_one_goes_back()
    {
        await Store.DisposeAsync();
        await MigrateAsync(BeforeUsers);
        await using (var connection = await ConnectAsync())
        {
            await connection.ExecuteAsync("insert into tokens (id, use, hash, created_at) values ('old', 'Admin', @hash, 1)", new { hash = new byte[] { 1, 2 } });
            await connection.ExecuteAsync("insert into tokens (id, use, hash, created_at, revoked_at) values ('ended', 'Admin', @hash, 1, 2)", new { hash = new byte[] { 1, 2 } });
        }

        await ReopenAsync();
        var holder = await Store.Users.FindTokenAsync("old", Cancel);
        Assert.Equal("admin", holder!.Token.User);
        Assert.Equal([1, 2], holder.Token.Hash);
        Assert.Equal(_admin, Assert.Single(holder.Grants));
        Assert.Null(await Store.Users.FindTokenAsync("ended", Cancel));
        await AddUserAsync("ann", new Grant(Role.Viewer, Scope.Everything));
        await AddUserAsync("bob", _admin);
        foreach (var token in new[] { AccessToken("viewer"), AccessToken("brief", "bob", Start.AddDays(1)), AccessToken("full", "bob") })
            Assert.Equal(UserChange.Done, await Store.Users.AddTokenAsync(token, Event(), Cancel));

        await Store.DisposeAsync();
        await MigrateAsync(BeforeUsers);
        await using (var connection = await ConnectAsync())
            Assert.Equal(["full", "old"], (await connection.QueryAsync<string>("select id from tokens where use = 'Admin' and revoked_at is null order by id")));
        await ReopenAsync();
        Assert.NotNull(await Store.Users.FindTokenAsync("old", Cancel));
    }

    [Fact]
    public async Task A_revoked_first_token_opens_nothing_for_a_program_of_the_version_before_either()
    {
        await Store.DisposeAsync();
        await MigrateAsync(BeforeUsers);
        await using (var connection = await ConnectAsync())
            await connection.ExecuteAsync("insert into tokens (id, use, hash, created_at) values ('old', 'Admin', @hash, 1)", new { hash = new byte[] { 1, 2 } });
        await ReopenAsync();
        Assert.True(await Store.Users.RevokeTokenAsync("admin", "old", Event(), Cancel));
        await using (var connection = await ConnectAsync())
            Assert.Equal(0, await connection.ExecuteScalarAsync<int>("select count(*) from tokens where use = 'Admin'"));
    }

    [Fact]
    public async Task Events_and_intents_are_found_within_scopes_only()
    {
        await Store.AddPlaneAsync();
        var other = Intent("till") with { Owner = new IntentOwner("bank", "till", "development", null) };
        var changes = Changes((Intent(), 0), (other, 0)) with { Events = [Event(intent: "web-dev") with { Actor = "user/ann", Reason = "why" }, Event(intent: "till")] };
        Assert.Equal(CommitOutcome.Committed, await Store.Intents.CommitAsync(changes, Cancel));
        await Store.Events.AppendAsync([Event(plane: null), Event(intent: "never-known")], Cancel);

        async Task<string> SeenAsync(IReadOnlyList<Scope>? within) => string.Join(' ', (await Store.Events.ReadAsync(0, new EventFilter(Within: within), 10, Cancel))
            .Items.Select(e => e.Event.Intent ?? e.Event.Plane ?? "-"));
        Assert.Equal("east web-dev till - never-known", await SeenAsync(null));
        Assert.Equal("east web-dev", await SeenAsync([new Scope("acme", "shop")]));
        Assert.Equal("east web-dev till", await SeenAsync([Scope.Of("acme"), new Scope("bank", "till")]));
        Assert.Equal("east", await SeenAsync([new Scope("acme", "till"), new Scope("bank", "shop")]));
        Assert.Equal("east", await SeenAsync([]));
        var first = (await Store.Events.ReadAsync(1, new EventFilter(), 1, Cancel)).Items.Single().Event;
        Assert.Equal(("user/ann", "why", new Scope("acme", "shop")), (first.Actor, first.Reason, first.Subject));

        async Task<string> ListedAsync(params Scope[] within) =>
            string.Join(' ', (await Store.Intents.ListAsync("east", new IntentFilter(Within: within), null, 10, Cancel)).Items.Select(i => i.Intent.Id));
        Assert.Equal("web-dev", await ListedAsync(Scope.Of("acme"), new Scope("bank", "shop")));
        Assert.Equal("", await ListedAsync());
        Assert.Equal(other.Owner, await Store.Intents.OwnerAsync("east", "till", Cancel));
        Assert.Null(await Store.Intents.OwnerAsync("west", "till", Cancel));
    }

    /// <summary>The version of the schema that knew one token only.</summary>
    private int BeforeUsers => Versions.Single(v => v.Up.Contains("create table users", StringComparison.Ordinal)).Number - 1;
}
