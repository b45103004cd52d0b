namespace Pdp.Observability.Prometheus;

/// <summary>The customer's Prometheus, or what speaks its API. Whatever it is asked has been held to the caller's scope.</summary>
public interface IPrometheus
{
    /// <summary>Whether there is one.</summary>
    bool IsConfigured { get; }

    /// <summary>Asks it.</summary>
    /// <param name="path">Below <c>/api/v1/</c>, such as <c>query_range</c>.</param>
    /// <param name="parameters">The parameters; a name may stand several times.</param>
    /// <param name="inAddress">Whether they go into the address, as <c>label/…/values</c> wants; otherwise into a form, which has room.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Its answer, of one of the statuses it documents.</returns>
    /// <exception cref="PrometheusException">There is none, or none of use.</exception>
    Task<PrometheusAnswer> AskAsync(
        string path, IReadOnlyList<KeyValuePair<string, string>> parameters, bool inAddress, CancellationToken cancellationToken);
}

/// <summary>An answer.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">JSON, as it came.</param>
public sealed record PrometheusAnswer(int Status, ReadOnlyMemory<byte> Body);
