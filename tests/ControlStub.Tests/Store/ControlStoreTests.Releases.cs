using Pdp.ControlStub.Operators;
using Pdp.ControlStub.Store;
using static Pdp.ControlStub.Tests.Store.SampleRecords;

namespace Pdp.ControlStub.Tests.Store;

public abstract partial class ControlStoreTests
{
    private static readonly BindingKey _binding = new("acme", "shop", "web", "development");

    private static ReleaseRecord Release(string name = "web-1", string component = "web") => new(
        new ReleaseKey("acme", "shop", component, name), 0, $"hash-{name}", """{"spec":{}}""", "api", new Dictionary<string, string>(), "user/ann", Start);

    private static DeploymentRecord Deployment(string release = "web-1", DeploymentWay way = DeploymentWay.Deployed) => new(
        _binding, 0, way, release, """{"replicas":2}""", new Dictionary<string, string> { ["main"] = "sha256:1" }, "east", "web-dev", 0, null, "user/ann",
        "because", Start.AddMinutes(1));

    private static PromotionRecord Promotion(string release = "web-1") => new(
        _binding.In("staging"), 0, "development", release, PromotionState.Waiting, 2, "developer", true, "user/ann", "because", Start, null, [], 0);

    private Task<CommitOutcome> DeployAsync(long generation, DeploymentWrite write) =>
        Store.Intents.CommitAsync(Changes((Intent(generation: generation), generation - 1)) with { Deployments = [write] }, Cancel);

    [Fact]
    public async Task A_release_is_kept_once_and_the_first_one_stays()
    {
        var (kept, isNew) = await Store.Releases.AddAsync(Release(), Event(plane: null), Cancel);
        Assert.True(isNew);
        Assert.Equal(1, kept.Number);
        (kept, isNew) = await Store.Releases.AddAsync(Release() with { Hash = "other" }, Event(plane: null), Cancel);
        Assert.Equal((false, "hash-web-1"), (isNew, kept.Hash));
        Assert.Equivalent(kept, await Store.Releases.FindAsync(kept.Key, Cancel), strict: true);
        Assert.Single((await Store.Events.ReadAsync(0, new EventFilter(), 10, Cancel)).Items);
    }

    [Fact]
    public async Task Releases_over_the_limit_are_forgotten_unless_they_are_deployed_or_asked_for()
    {
        await ReopenAsync(new StoreLimits { ReleasesPerComponent = 2 });
        await Store.AddPlaneAsync();
        foreach (var name in new[] { "a", "b", "c" })
        {
            await Store.Releases.AddAsync(Release(name), Event(plane: null), Cancel);
            if (name == "a")
                await DeployAsync(1, new DeploymentWrite(Deployment("a")));
            if (name == "b")
                await Store.Promotions.AddAsync(Promotion("b"), Event(plane: null), Cancel);
        }

        await Store.Releases.AddAsync(Release("d"), Event(plane: null), Cancel);
        await Store.Releases.AddAsync(Release("e"), Event(plane: null), Cancel);
        await Store.Releases.AddAsync(Release("other", "api"), Event(plane: null), Cancel);
        var page = await Store.Releases.ListAsync(new ComponentFilter("acme", "shop", "web"), null, 100, Cancel);
        Assert.Equal(["a", "b", "d", "e"], page.Items.Select(r => r.Key.Name));
    }

    [Fact]
    public async Task Lists_go_on_behind_their_cursor_and_show_only_what_may_be_seen()
    {
        foreach (var name in new[] { "a", "b", "c" })
            await Store.Releases.AddAsync(Release(name), Event(plane: null), Cancel);
        var first = await Store.Releases.ListAsync(new ComponentFilter(), null, 2, Cancel);
        Assert.Equal(["a", "b"], first.Items.Select(r => r.Key.Name));
        var rest = await Store.Releases.ListAsync(new ComponentFilter(), first.Next, 2, Cancel);
        Assert.Equal(["c"], rest.Items.Select(r => r.Key.Name));
        Assert.Equal(("acme/shop/web/b", null), (first.Next, rest.Next));
        Assert.Empty((await Store.Releases.ListAsync(new ComponentFilter(Within: [new Scope("acme", "other")]), null, 2, Cancel)).Items);
        Assert.Equal(3, (await Store.Releases.ListAsync(new ComponentFilter(Within: [Scope.Of("acme")]), null, 9, Cancel)).Items.Count);
    }

    [Fact]
    public async Task A_deployment_comes_with_its_intent_and_the_same_again_is_none()
    {
        await Store.AddPlaneAsync();
        await Store.Releases.PutValuesAsync(_binding, """{"replicas":1}""", Start, Event(plane: null), Cancel);
        await DeployAsync(1, new DeploymentWrite(Deployment(), NewRelease: Release()));
        var unchanged = Changes() with { Deployments = [new DeploymentWrite(Deployment())] };
        Assert.Equal(CommitOutcome.Committed, await Store.Intents.CommitAsync(unchanged, Cancel));
        await DeployAsync(2, new DeploymentWrite(Deployment(way: DeploymentWay.Reconfigured), """{"replicas":2}"""));

        var history = await Store.Releases.DeploymentsAsync(_binding, null, 10, Cancel);
        Assert.Equal([(2L, DeploymentWay.Reconfigured, 2L), (1L, DeploymentWay.Deployed, 1L)], history.Select(d => (d.Number, d.Way, d.Generation)));
        Assert.Equivalent(Deployment() with { Number = 1, Generation = 1 }, history[1], strict: true);
        Assert.Equal(1, Assert.Single(await Store.Releases.DeploymentsAsync(_binding, 2, 10, Cancel)).Number);
        Assert.Equal(
            new BindingRecord(_binding, """{"replicas":2}""", "web-1", "east", "web-dev", Start.AddMinutes(1)), await Store.Releases.BindingAsync(_binding, Cancel));
        Assert.Equal("sha256:1", (await Store.Releases.FindAsync(Release().Key, Cancel))!.Digests["main"]);

        await Store.Intents.CommitAsync(Changes((Intent(generation: 3, removed: true), 2)), Cancel);
        Assert.Null((await Store.Releases.BindingAsync(_binding, Cancel))!.Release);
    }

    [Fact]
    public async Task A_deployment_whose_intent_met_another_change_is_not_written()
    {
        await Store.AddPlaneAsync();
        Assert.Equal(CommitOutcome.Conflict, await DeployAsync(2, new DeploymentWrite(Deployment())));
        Assert.Empty(await Store.Releases.DeploymentsAsync(_binding, null, 10, Cancel));
    }

    [Fact]
    public async Task A_promotion_waits_until_it_is_decided_and_another_takes_its_place()
    {
        await Store.AddPlaneAsync();
        var first = await Store.Promotions.AddAsync(Promotion(), Event(plane: null), Cancel);
        var second = await Store.Promotions.AddAsync(Promotion("web-2"), Event(plane: null), Cancel);
        Assert.Equal((1, 2), (first.Number, second.Number));
        Assert.Equal(PromotionState.Superseded, (await Store.Promotions.FindAsync(_binding.Scope, 1, Cancel))!.State);
        Assert.Equivalent(second, await Store.Promotions.WaitingAsync(_binding.In("staging"), Cancel), strict: true);

        var voted = second with { Votes = [new VoteRecord("user/bob", true, "fine", Start)] };
        Assert.True(await Store.Promotions.ChangeAsync(voted, Event(plane: null), Cancel));
        Assert.False(await Store.Promotions.ChangeAsync(voted, Event(plane: null), Cancel));
        Assert.Equivalent(voted with { Version = 2 }, await Store.Promotions.FindAsync(_binding.Scope, 2, Cancel), strict: true);

        var deployment = Deployment("web-2", DeploymentWay.Promoted) with { Key = _binding.In("staging"), Promotion = 2 };
        await DeployAsync(1, new DeploymentWrite(deployment));
        Assert.Null(await Store.Promotions.WaitingAsync(_binding.In("staging"), Cancel));
        var done = (await Store.Promotions.FindAsync(_binding.Scope, 2, Cancel))!;
        Assert.Equal((PromotionState.Done, deployment.At), (done.State, done.DecidedAt));
        var page = await Store.Promotions.ListAsync(new ComponentFilter(), null, null, 1, Cancel);
        Assert.Equal((2, "acme/shop/2"), (page.Items.Single().Number, page.Next));
        Assert.Equal(1, (await Store.Promotions.ListAsync(new ComponentFilter(), null, page.Next, 1, Cancel)).Items.Single().Number);
    }

    [Fact]
    public async Task A_pipeline_is_put_in_the_place_of_the_one_before()
    {
        var pipeline = new PipelineRecord("acme", "default", """{"environments":[]}""", Start);
        await Store.Promotions.PutPipelineAsync(pipeline, Event(plane: null), Cancel);
        await Store.Promotions.PutPipelineAsync(pipeline with { UpdatedAt = Start.AddHours(1) }, Event(plane: null), Cancel);
        await Store.Promotions.PutPipelineAsync(pipeline with { Organization = "bank" }, Event(plane: null), Cancel);
        Assert.Equal(Start.AddHours(1), Assert.Single(await Store.Promotions.PipelinesAsync("acme", Cancel)).UpdatedAt);
        Assert.Equal("bank", Assert.Single((await Store.Promotions.PipelinesAsync([Scope.Of("bank")], null, 10, Cancel)).Items).Organization);
        Assert.Equal("acme/default", (await Store.Promotions.PipelinesAsync(null, null, 1, Cancel)).Next);
        Assert.True(await Store.Promotions.DeletePipelineAsync("acme", "default", Event(plane: null), Cancel));
        Assert.False(await Store.Promotions.DeletePipelineAsync("acme", "default", Event(plane: null), Cancel));
    }
}
