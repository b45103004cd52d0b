using System.Globalization;
using Pdp.Story.Staging;
using Pdp.Story.Wire;

namespace Pdp.Story.Steps;

/// <summary>Step 15.</summary>
internal sealed class BoutiqueComesUp : IStep
{
    private static readonly TimeSpan HealthyLimit = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan GoneLimit = TimeSpan.FromSeconds(45);

    public string Title => "eleven services of eight projects come up in their phases and reach each other through their connections";

    public async Task<string> PlayAsync(Stage stage, CancellationToken ct)
    {
        if (stage.EmbeddedCluster is null) return "left out: the stand-ins for its images are only in the embedded cluster";
        var started = TimeProvider.System.GetTimestamp();
        await Boutique.OpenAsync(stage, ct);
        var views = (await Task.WhenAll(Boutique.Services.Select(async service =>
            (Service: service, View: await stage.PhaseAsync(Boutique.IdOf(service), 1, "Healthy", HealthyLimit, ct))))).ToDictionary();
        var healthy = TimeProvider.System.GetElapsedTime(started);
        foreach (var service in Boutique.Services) MustHaveWaited(service, views);
        var reached = await Boutique.ReachedAsync(stage, ct);
        if (!reached.SequenceEqual(Boutique.Services.Where(service => service != Boutique.Visitor))) throw new StoryException($"the frontend reaches only {string.Join(", ", reached)}");
        await RemoveAsync(stage, ct);
        return $"all healthy after {healthy.TotalSeconds:0.0} s, none begun before what it depends on was healthy; {Boutique.Visitor} visits the "
            + $"frontend, which reached {string.Join(", ", reached)}";
    }

    private static void MustHaveWaited(string service, Dictionary<string, IntentView> views)
    {
        var began = Began(views[service]);
        foreach (var other in Boutique.DependsOn(service).Select(id => Boutique.Services.Single(name => Boutique.IdOf(name) == id)))
        {
            if (BecameHealthy(views[other]) > began)
                throw new StoryException($"{service} was begun at {began:O}, before {other} was healthy at {BecameHealthy(views[other]):O}");
        }
    }

    private static DateTimeOffset Began(IntentView view) => At(view.Status!["rollout"]!["startedAt"]!.GetValue<string>());

    private static DateTimeOffset BecameHealthy(IntentView view) =>
        view.Status!["history"]!.AsArray().Where(record => (string?)record!["result"] == "Healthy").Select(record => At((string)record!["at"]!)).Min();

    private static DateTimeOffset At(string time) => DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);

    private static async Task RemoveAsync(Stage stage, CancellationToken ct)
    {
        await Task.WhenAll(Boutique.Services.Select(service => stage.Control.Api.DeleteAsync(stage.Plane, Boutique.IdOf(service), ct)));
        await Poll.UntilTrueAsync(
            "the boutique to be gone from the cluster",
            async () => !(await stage.Cluster.ListAsync(ClusterPaths.Collection("intents"), ct)).Select(ClusterPaths.NameOf)
                .Intersect(Boutique.Services.Select(Boutique.IdOf)).Any(),
            GoneLimit,
            ct);
    }
}
