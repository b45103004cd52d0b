using System.Text.Json.Nodes;

namespace Pdp.Core.Ports;

/// <summary>The Jobs that tasks run as.</summary>
public interface IRunJobs
{
    /// <summary>
    /// The Jobs of an intent: of a run its one; of a scheduled task those its CronJob made; of a manual task those of its runs.
    /// </summary>
    /// <returns>None also where the agent may not look at Jobs.</returns>
    /// <exception cref="ClusterException">The cluster cannot be read.</exception>
    Task<IReadOnlyList<JsonObject>> OfAsync(string intentId, CancellationToken cancellationToken);

    /// <summary>Takes the guard off the Job of a run that is written down.</summary>
    /// <param name="job">The Job, as read.</param>
    /// <param name="cancellationToken">Gives up; it may be done all the same.</param>
    /// <exception cref="ClusterException">Not done.</exception>
    Task ReleaseAsync(JsonObject job, CancellationToken cancellationToken);
}
