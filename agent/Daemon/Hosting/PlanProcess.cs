using Pdp.Core.Ports;
using Pdp.Daemon.Cluster;
using Pdp.Daemon.Cluster.Intents;
using Pdp.Daemon.Hosting.Options;
using Pdp.Daemon.Hosting.Services;
using Pdp.Daemon.Preview;
using Pdp.Daemon.Preview.Documents;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Hosting;

/// <summary>Looks what the agent would do with some documents, and says by an exit code how it looks.</summary>
internal static class PlanProcess
{
    /// <summary>Looks.</summary>
    /// <param name="sources">Where the options come from.</param>
    /// <param name="documents">What to look at.</param>
    /// <param name="report">Writes what was found.</param>
    /// <param name="error">Where what went wrong is told.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(
        OptionSources sources,
        IReadOnlyList<PlanSource> documents,
        Func<IReadOnlyList<IntentPreview>, Task> report,
        TextWriter error,
        CancellationToken cancellationToken)
    {
        if (PlanStart.TryRead(sources, out var problems) is not { } start)
        {
            foreach (var problem in problems) await error.WriteLineAsync($"pdp-agent: {problem}");
            return ExitCodes.Configuration;
        }
        try
        {
            var previews = await LookAsync(start, documents, error, cancellationToken);
            await report(previews);
            return previews.Any(preview => preview.Decision != PreviewDecision.Allowed) ? ExitCodes.Differs
                : previews.Any(preview => preview.HasChanges) ? ExitCodes.Changes
                : ExitCodes.Ok;
        }
        catch (ClusterException failure)
        {
            await error.WriteLineAsync($"pdp-agent: the cluster cannot be asked: {failure.Message}");
            return ExitCodes.Unavailable;
        }
    }

    private static async Task<IReadOnlyList<IntentPreview>> LookAsync(
        PlanStart start, IReadOnlyList<PlanSource> documents, TextWriter error, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await using var services = PlanServices.Build(start);
        await services.GetRequiredService<ClusterFacts>().LearnAsync(cancellationToken);
        var following = services.GetRequiredService<IntentStore>().FollowAsync(stop.Token);
        try
        {
            await UntilLoadedAsync(services.GetRequiredService<IIntentStore>(), error, cancellationToken);
            var reader = services.GetRequiredService<PlanReader>();
            return await services.GetRequiredService<Previewer>().LookAsync([.. documents.Select(reader.Read)], cancellationToken);
        }
        finally
        {
            await stop.CancelAsync();
            await following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task UntilLoadedAsync(IIntentStore intents, TextWriter error, CancellationToken cancellationToken)
    {
        try
        {
            await intents.WaitUntilLoadedAsync(cancellationToken);
        }
        catch (ClusterException failure) when (failure.Reason == FailureReason.KindUnknown)
        {
            await error.WriteLineAsync("pdp-agent: no agent is installed in this cluster yet; planned as for an agent that holds nothing");
        }
    }
}
