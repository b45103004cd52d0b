using System.Text;
using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;
using Pdp.Protocol.Intents;
using Pdp.Protocol.Signatures;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    private static readonly SigningKey _anyKey = SigningKey.Generate();

    private static IntentRecord Runs(string id, string component, string track) => Intent(id) with
    {
        Jws = new IntentSigner(_anyKey).Sign(Encoding.UTF8.GetBytes($$"""
            {
              "apiVersion": "pdp.dev/v1", "kind": "Component",
              "metadata": {"id": "{{id}}", "plane": "east", "generation": 1, "organization": "acme", "project": "shop", "environment": "development",
                "component": "{{component}}", "track": "{{track}}", "labels": {"team": "storefront"} },
              "spec": {
                "type": "service", "release": "r1", "containers": {"main": {"image": "example.com/web:1", "ports": {"http": {"port": 8080} } } },
                "endpoints": {"rest": {"port": 80, "targetPort": "http", "visibility": ["organization"]} } }
            }
            """)),
    };

    private static StatusRecord Says(string id, IntentPhase phase = IntentPhase.Healthy) =>
        new(id, new IntentStatus { Phase = phase, ObservedGeneration = 1, RunningGeneration = 1 }, Start);

    [Fact]
    public async Task The_catalogue_follows_statuses_and_groups_by_major_version()
    {
        await Store.AddPlaneAsync();
        await Store.Intents.CommitAsync(Changes((Runs("a", "web", "v1.2"), 0), (Runs("b", "web", "v1.10"), 0), (Runs("c", "api", "v1.0"), 0)), Cancel);
        Assert.Empty((await Store.Catalogue.ListAsync(new ServiceFilter(), null, 10, Cancel)).Items);
        await Store.Intents.SaveStatusesAsync("east", First, [Says("a"), Says("b", IntentPhase.Degraded), Says("c")], [], Cancel);

        var page = await Store.Catalogue.ListAsync(new ServiceFilter(), null, 1, Cancel);
        Assert.Equal(("acme/shop/development/api/rest/v1/east", "c"), (page.Next, page.Items.Single().Single().Service.Id));
        var web = (await Store.Catalogue.ListAsync(new ServiceFilter(), page.Next, 1, Cancel)).Items.Single();
        Assert.Equal(["b False", "a True"], web.Select(v => $"{v.Service.Id} {v.IsHealthy}"));

        Assert.Equal(["api", "web"], await FoundAsync(new ServiceFilter(Words: ["storefr"])));
        Assert.Equal(["api"], await FoundAsync(new ServiceFilter(Words: ["storefront", "api"])));
        Assert.Empty(await FoundAsync(new ServiceFilter(Words: ["storefront"], Field: "n")));
        Assert.Equal(["web"], await FoundAsync(new ServiceFilter("acme", "shop", "development", "web")));
        Assert.Empty(await FoundAsync(new ServiceFilter(Visibility: EndpointVisibility.Public)));
        Assert.Empty(await FoundAsync(new ServiceFilter(Within: [new Scope("acme", "other")])));

        await Store.Intents.SaveStatusesAsync("east", new ReportOrder(1, 2), [Says("c", IntentPhase.Undeployed)], [], Cancel);
        Assert.Equal(["web"], await FoundAsync(new ServiceFilter()));
        await Store.Intents.SaveStatusesAsync("east", new ReportOrder(1, 3), [Says("c")], [], Cancel);
        Assert.Equal(["api", "web"], await FoundAsync(new ServiceFilter()));
    }

    [Fact]
    public async Task The_catalogue_is_made_anew_after_a_snapshot_was_taken_over()
    {
        await Store.AddPlaneAsync();
        await Store.Intents.CommitAsync(Changes((Runs("a", "web", "v1.2"), 0), (Runs("b", "api", "v1.10"), 0)), Cancel);
        await Store.Intents.SaveStatusesAsync("east", First, [Says("a"), Says("b", IntentPhase.Undeployed)], [], Cancel);
        var whole = await SnapshotAsync();
        await Store.Snapshots.RestoreAsync(Parsed(whole), Start, overwrite: true, Cancel);
        Assert.Empty(await FoundAsync(new ServiceFilter()));
        Assert.Equal(1, await Store.Catalogue.CatchUpAsync(Cancel));
        Assert.Equal(["web"], await FoundAsync(new ServiceFilter(Words: ["web"])));
        Assert.Equal(0, await Store.Catalogue.CatchUpAsync(Cancel));
    }

    private async Task<IReadOnlyList<string>> FoundAsync(ServiceFilter filter) =>
        [.. (await Store.Catalogue.ListAsync(filter, null, 100, Cancel)).Items.Select(views => views[0].Service.Component)];
}
