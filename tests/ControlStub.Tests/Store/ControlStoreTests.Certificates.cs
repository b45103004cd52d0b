using Pdp.ControlStub.Store;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    private Task<IssueResult> EnrolAsync(string token, CertificateRecord certificate) =>
        Store.Certificates.EnrolAsync(token, Start.AddHours(12), certificate, Event(EventTypes.AgentEnrolled), Cancel);

    private Task<IssueResult> RenewAsync(CertificateRecord certificate, bool fromNewest = false) =>
        Store.Certificates.RenewAsync(certificate, fromNewest, Event(EventTypes.CertificateRenewed), Cancel);

    private async Task<IReadOnlyList<StoreChange>> HeardAsync(Func<Task> work)
    {
        var heard = new List<StoreChange>();
        using var subscription = Store.Changes.Subscribe(change =>
        {
            lock (heard)
                heard.Add(change);
        });
        await work();
        // What is told comes in order: once the last is here, all are.
        await Store.Events.AppendAsync([Event("last")], Cancel);
        var newest = (await Store.Events.ReadAsync(0, new EventFilter(), 1, Cancel)).Newest;
        await Pdp.Testing.Eventually.TrueAsync(
            () =>
            {
                lock (heard)
                    return Task.FromResult(heard.OfType<StoreChange.EventsAppended>().Any(e => e.Newest == newest));
            },
            cancellationToken: Cancel);
        return heard;
    }

    [Fact]
    public async Task A_certificate_is_kept_over_a_restart_and_shown_with_its_plane()
    {
        await Store.AddPlaneAsync();
        Assert.Equal(new IssueResult(null, 1), await EnrolAsync("token-of-east", Certificate()));
        Assert.Equal(new IssueResult(null, 2), await RenewAsync(Certificate("C2", "k2", "C1")));
        await ReopenAsync();
        Assert.Equal(Certificate() with { Number = 1 }, await Store.Certificates.FindAsync("C1", Cancel));
        var newest = Certificate("C2", "k2", "C1") with { Number = 2 };
        Assert.Equal(newest, (await Store.Planes.FindAsync("east", Cancel))!.Certificate);
        Assert.Equal([newest], (await Store.Planes.ListAsync(null, 10, Cancel)).Items.Select(p => p.Certificate));
        Assert.Null(await Store.Certificates.FindAsync("C3", Cancel));
    }

    [Fact]
    public async Task A_token_belongs_to_the_first_key_that_used_it()
    {
        await Store.AddPlaneAsync();
        await EnrolAsync("token-of-east", Certificate());
        Assert.Equal(IssueRefusal.Used, (await EnrolAsync("token-of-east", Certificate("C2", "k2"))).Refusal);
        Assert.Equal(2, (await EnrolAsync("token-of-east", Certificate("C3"))).Number);
        // The answer arrived, or there would be no renewal: from here on nobody asks again.
        await RenewAsync(Certificate("C4", "k4", "C3"));
        Assert.Equal(IssueRefusal.Used, (await EnrolAsync("token-of-east", Certificate("C5"))).Refusal);
        Assert.Null(await Store.Certificates.FindAsync("C2", Cancel));
    }

    [Fact]
    public async Task Of_two_keys_that_come_at_once_one_gets_the_token()
    {
        await Store.AddPlaneAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => EnrolAsync("token-of-east", Certificate($"C{i}", $"k{i}")))));
        Assert.Single(results, r => r.Refusal is null);
        Assert.Equal(7, results.Count(r => r.Refusal == IssueRefusal.Used));
    }

    [Fact]
    public async Task A_token_that_is_none_of_the_plane_expired_or_revoked_gets_nothing()
    {
        await Store.AddPlaneAsync();
        await Store.AddPlaneAsync("west");
        await Store.Tokens.AddAsync(Token("admin", null, TokenUse.Admin), revokeOthers: false, [], Cancel);
        Assert.Equal(IssueRefusal.Unknown, (await EnrolAsync("nowhere", Certificate())).Refusal);
        Assert.Equal(IssueRefusal.Unknown, (await EnrolAsync("admin", Certificate())).Refusal);
        Assert.Equal(IssueRefusal.Unknown, (await EnrolAsync("token-of-west", Certificate())).Refusal);
        Assert.Equal(IssueRefusal.Expired, (await EnrolAsync("token-of-east", Certificate() with { IssuedAt = Start.AddDays(1) })).Refusal);
        await Store.Tokens.AddAsync(Token("next"), revokeOthers: true, [], Cancel);
        Assert.Equal(IssueRefusal.Revoked, (await EnrolAsync("token-of-east", Certificate())).Refusal);
        Assert.Null(await Store.Certificates.FindAsync("C1", Cancel));
        Assert.Equal(1, (await EnrolAsync("next", Certificate())).Number);
    }

    [Fact]
    public async Task A_token_of_before_tokens_had_an_end_enrols_once_and_ends_then()
    {
        await Store.Planes.AddAsync(Plane(), Token("old") with { ExpiresAt = null }, Event(), Cancel);
        await EnrolAsync("old", Certificate() with { IssuedAt = Start.AddYears(1) });
        var used = await Store.Tokens.FindAsync("old", Cancel);
        Assert.Equal(("k1", Start.AddHours(12)), (used!.KeyHash, used.ExpiresAt));
    }

    [Fact]
    public async Task Who_enrols_with_a_new_token_ends_what_the_plane_had_before()
    {
        await Store.AddPlaneAsync();
        await EnrolAsync("token-of-east", Certificate());
        await Store.Tokens.AddAsync(Token("next"), revokeOthers: true, [], Cancel);
        var heard = await HeardAsync(() => EnrolAsync("next", Certificate("C2", "k2")));
        Assert.Contains(new StoreChange.AccessRevoked("east", 1), heard);
        Assert.NotNull((await Store.Certificates.FindAsync("C1", Cancel))!.RevokedAt);
        Assert.Equal(IssueRefusal.Revoked, (await RenewAsync(Certificate("C3", "k3", "C1"))).Refusal);
        Assert.Null((await Store.Certificates.FindAsync("C2", Cancel))!.RevokedAt);
    }

    [Fact]
    public async Task A_renewal_needs_a_certificate_that_is_here_of_the_plane_and_not_revoked()
    {
        await Store.AddPlaneAsync();
        await Store.AddPlaneAsync("west");
        await EnrolAsync("token-of-east", Certificate());
        Assert.Equal(IssueRefusal.Unknown, (await RenewAsync(Certificate("C2", "k2", "C9"))).Refusal);
        Assert.Equal(IssueRefusal.Unknown, (await RenewAsync(Certificate("C2", "k2", "C1", "west"))).Refusal);
        Assert.Equal(IssueRefusal.Unknown, (await RenewAsync(Certificate("C2", "k2", "C1", "nowhere"))).Refusal);
        var heard = await HeardAsync(() => Store.Certificates.RevokeAsync("east", Event(EventTypes.CredentialsRevoked), Cancel));
        Assert.Contains(new StoreChange.AccessRevoked("east", 1), heard);
        Assert.Equal(IssueRefusal.Revoked, (await RenewAsync(Certificate("C2", "k2", "C1"))).Refusal);
        Assert.Equal(IssueRefusal.Revoked, (await EnrolAsync("token-of-east", Certificate("C2"))).Refusal);
        Assert.False(await Store.Certificates.RevokeAsync("nowhere", Event(), Cancel));
    }

    [Fact]
    public async Task Only_the_newest_renews_where_that_is_asked_for_and_may_do_so_again_for_the_same_key()
    {
        await Store.AddPlaneAsync();
        await EnrolAsync("token-of-east", Certificate());
        Assert.Equal(2, (await RenewAsync(Certificate("C2", "k2", "C1"), fromNewest: true)).Number);
        Assert.Equal(3, (await RenewAsync(Certificate("C3", "k2", "C1"), fromNewest: true)).Number);
        Assert.Equal(IssueRefusal.Superseded, (await RenewAsync(Certificate("C4", "k4", "C1"), fromNewest: true)).Refusal);
        Assert.Equal(4, (await RenewAsync(Certificate("C4", "k4", "C1"))).Number);
    }

    [Fact]
    public async Task Only_the_newest_certificates_of_a_plane_are_kept()
    {
        await ReopenAsync(new StoreLimits { CertificatesPerPlane = 2 });
        await Store.AddPlaneAsync();
        await EnrolAsync("token-of-east", Certificate());
        await RenewAsync(Certificate("C2", "k2", "C1"));
        await RenewAsync(Certificate("C3", "k3", "C2"));
        Assert.Null(await Store.Certificates.FindAsync("C1", Cancel));
        Assert.Equal(IssueRefusal.Unknown, (await RenewAsync(Certificate("C4", "k4", "C1"))).Refusal);
        Assert.Equal(4, (await RenewAsync(Certificate("C4", "k4", "C2"))).Number);
    }

    [Fact]
    public async Task A_certificate_issued_between_a_backup_and_its_restore_is_put_on_record_once()
    {
        await RestoredAsync();

        var adopted = await AdoptAsync(After("C2", hours: 2));
        Assert.Equal(2, adopted!.Number);
        Assert.Equal(adopted, await AdoptAsync(After("C2", hours: 2)));
        await ReopenAsync();

        Assert.Equal(adopted, await Store.Certificates.FindAsync("C2", Cancel));
        Assert.Single((await Store.Events.ReadAsync(0, new EventFilter(), 100, Cancel)).Items, e => e.Event.Type == EventTypes.CertificateAdopted);
        // Renewed from there as from any other.
        Assert.Equal(3, (await RenewAsync(Certificate("C3", "k3", "C2"), fromNewest: true)).Number);
    }

    [Fact]
    public async Task Nothing_else_is_believed_on_its_signature_alone()
    {
        await RestoredAsync();

        Assert.Null(await AdoptAsync(After("early", hours: 0) with { IssuedAt = Start.AddMinutes(30) }));
        Assert.Null(await AdoptAsync(After("late", hours: 5)));
        Assert.Null(await AdoptAsync(After("stranger", hours: 2) with { Plane = "west" }));
        await Store.Planes.AddAsync(Plane("west") with { CreatedAt = Start.AddHours(3) }, Token("t2", "west"), Event(plane: "west"), Cancel);
        Assert.Null(await AdoptAsync(After("younger", hours: 2) with { Plane = "west" }));
        await RenewAsync(Certificate("C2", "k2", "C1") with { IssuedAt = Start.AddHours(3) });
        Assert.Null(await AdoptAsync(After("older", hours: 2)));
        Assert.NotNull(await AdoptAsync(After("newest", hours: 3.5)));
    }

    [Fact]
    public async Task Without_a_restore_nothing_is_adopted()
    {
        await Store.AddPlaneAsync();
        Assert.Null(await AdoptAsync(After("C2", hours: 2)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_revoked_since_the_restore_stays_so(bool isKnown)
    {
        await RestoredAsync(isKnown);
        Assert.True(await Store.Certificates.RevokeAsync("east", Event(EventTypes.CredentialsRevoked), Cancel));

        Assert.Null(await AdoptAsync(After("C2", hours: 2)));
    }

    [Fact]
    public async Task A_backup_of_a_restored_store_knows_of_that_restore()
    {
        await RestoredAsync();
        var whole = await SnapshotAsync();
        await Store.Snapshots.RestoreAsync(Parsed(whole), Start.AddHours(3), overwrite: true, Cancel);

        // It renewed before the first restore and comes back only now.
        Assert.NotNull(await AdoptAsync(After("C2", hours: 2)));
        Assert.NotNull(await AdoptAsync(After("C3", hours: 3)));
    }

    [Fact]
    public async Task A_backup_knows_when_a_plane_was_revoked()
    {
        await RestoredAsync();
        Assert.True(await Store.Certificates.RevokeAsync("east", Event(EventTypes.CredentialsRevoked), Cancel));
        var whole = await SnapshotAsync();
        await Store.Snapshots.RestoreAsync(Parsed(whole), Start.AddHours(3), overwrite: true, Cancel);

        Assert.Null(await AdoptAsync(After("C2", hours: 2)));
    }

    [Fact]
    public async Task A_backup_from_before_a_restore_forgets_that_one()
    {
        await Store.AddPlaneAsync();
        await EnrolAsync("token-of-east", Certificate());
        var whole = await SnapshotAsync();
        await Store.Snapshots.RestoreAsync(Parsed(whole), Start.AddHours(1), overwrite: true, Cancel);
        Time.SetUtcNow(Start.AddHours(4));
        await Store.Snapshots.RestoreAsync(Parsed(whole), Start.AddHours(3), overwrite: true, Cancel);

        Assert.Null(await AdoptAsync(After("C2", hours: 2)));
        Assert.NotNull(await AdoptAsync(After("C2", hours: 3)));
    }

    // A backup of an hour after the start, restored at four.
    private async Task RestoredAsync(bool isEnrolled = true)
    {
        await Store.AddPlaneAsync();
        if (isEnrolled) await EnrolAsync("token-of-east", Certificate());
        var whole = await SnapshotAsync();
        Time.SetUtcNow(Start.AddHours(4));
        await Store.Snapshots.RestoreAsync(Parsed(whole), Start.AddHours(1), overwrite: true, Cancel);
    }

    private static CertificateRecord After(string serial, double hours) =>
        Certificate(serial, $"key of {serial}") with { IssuedAt = Start.AddHours(hours), ExpiresAt = Start.AddHours(hours + 8) };

    private Task<CertificateRecord?> AdoptAsync(CertificateRecord certificate) =>
        Store.Certificates.AdoptAsync(certificate, Event(EventTypes.CertificateAdopted), Cancel);
}
