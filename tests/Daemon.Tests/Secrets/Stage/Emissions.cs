using System.Text.Json;
using System.Text.Json.Nodes;
using Pdp.Core.Ports;
using Pdp.Core.Rollout;
using Pdp.Daemon.Observability.Metrics;
using Pdp.Daemon.Tests.Harness;
using Pdp.Kubernetes;
using Pdp.Kubernetes.Verbs;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Tests.Secrets.Stage;

/// <summary>All that an agent says and writes.</summary>
/// <param name="agent">The agent.</param>
/// <param name="cluster">Where it writes.</param>
/// <param name="id">Its namespace, which is also its intent.</param>
/// <param name="log">All it logged.</param>
internal sealed class Emissions(TestAgent agent, TestCluster cluster, string id, EverythingLogged log)
{
    /// <summary>Where a store that keeps its values beside the agent has them.</summary>
    public const string OwnSecrets = "secrets of the agent itself";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Every place, and all that stands there.</summary>
    /// <param name="more">Places only the caller knows.</param>
    public async Task<IReadOnlyList<(string Where, string Text)>> AllAsync(IEnumerable<(string Where, string Text)>? more = null)
    {
        var stored = agent.Journal.Find(id)!;
        var texts = new List<(string, string)>
        {
            ("the log", log.ToString()),
            ("the metrics", agent.Get<IMetricsText>().Write()),
            ("the kept revision", JsonSerializer.Serialize(await agent.Get<IRevisionStore>().FindAsync(stored, Ct))),
            ("the status as it is reported", JsonSerializer.Serialize(await FirstAsync(agent.Get<IStatusFeed>().ReadAsync(100, Ct)))),
            ("the answer to describe", JsonSerializer.Serialize(await agent.Get<IAnswerAsk>().AnswerAsync(new AskFrame("q", AskKind.Describe, id), Ct))),
            ("the answer to plan", JsonSerializer.Serialize(await agent.Get<IAnswerAsk>().AnswerAsync(new AskFrame("q", AskKind.Plan, id), Ct))),
            ("the Intent", await DumpAsync("pdp.dev/v1", "Intent", found => found["metadata"]!["namespace"]!.ToString() == id)),
            (OwnSecrets, await DumpAsync("v1", "Secret", found => found["metadata"]!["namespace"]!.ToString() == id)),
        };
        texts.AddRange(more ?? []);
        foreach (var kind in new[] { "ConfigMap", "Event", "Pod", "Service", "ServiceAccount", "Namespace" })
            texts.Add((kind, await DumpAsync("v1", kind, _ => true)));
        foreach (var kind in new[] { "Deployment", "ReplicaSet" }) texts.Add((kind, await DumpAsync("apps/v1", kind, _ => true)));
        return texts;
    }

    /// <summary>All objects of a kind, or some.</summary>
    public async Task<string> DumpAsync(string apiVersion, string kind, Func<JsonObject, bool> which)
    {
        var all = await cluster.Admin.ListAsync(GroupVersionKind.Parse(apiVersion, kind), new ListOptions(), Ct).Where(which).ToListAsync(Ct);
        return string.Concat(all.Select(found => found.ToJsonString()));
    }

    private static async Task<T> FirstAsync<T>(IAsyncEnumerable<T> all)
    {
        await foreach (var one in all) return one;
        throw new InvalidOperationException("there is none");
    }
}
