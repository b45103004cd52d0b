using System.Globalization;
using Pdp.History.Events;
using Pdp.Story.Staging;

namespace Pdp.Cutter.Watching;

/// <summary>Asks the agents how much they have taken and not acknowledged yet; notes each length that was not seen before.</summary>
internal sealed class QueueWatcher(
    IReadOnlyList<AgentProcess> agents, int window, ClusterWatcher cluster, Chronicle chronicle, TimeProvider time)
{
    private const string Metric = "pdp_agent_channel_pending";
    private static readonly TimeSpan _pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);
    private readonly HashSet<(string Agent, long Length)> _seen = [];

    /// <summary>Asks again and again until cancelled.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var client = new HttpClient { Timeout = _patience };
        while (true)
        {
            foreach (var agent in agents) await Patiently.TryAsync(() => AskAsync(client, agent, ct), ct);
            await Task.Delay(_pause, time, ct);
        }
    }

    private async Task AskAsync(HttpClient client, AgentProcess agent, CancellationToken ct)
    {
        var metrics = await client.GetStringAsync(new Uri(agent.ApiUrl, "/metrics"), ct);
        var line = metrics.Split('\n').FirstOrDefault(line => line.StartsWith(Metric, StringComparison.Ordinal));
        if (line is null) return;
        var length = (long)double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture);
        var name = agent.Process!.Name;
        if (_seen.Add((name, length))) chronicle.Note(await cluster.VersionAsync(ct), name, new QueueSampled(Metric, length, window));
    }
}
