using System.Text.Json.Nodes;

namespace Pdp.Core.Ports;

/// <summary>Asks the cluster what an apply would do, defaults and admission included, without it being done.</summary>
public interface IDryRun
{
    /// <summary>Asks about one object.</summary>
    /// <param name="manifest">What would be applied.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ClusterException">The cluster would refuse it, or cannot be asked.</exception>
    Task<DryRunAnswer> ApplyAsync(JsonObject manifest, CancellationToken cancellationToken);
}

/// <summary>What an apply would do to an object.</summary>
/// <param name="Before">The object as it is; null when there is none.</param>
/// <param name="After">The object as it would be.</param>
/// <param name="Warnings">What the API server warns of, such as a deprecated version.</param>
public sealed record DryRunAnswer(JsonObject? Before, JsonObject After, IReadOnlyList<string> Warnings);
