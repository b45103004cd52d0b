using System.Text.Json.Serialization;

namespace Pdp.Protocol.Intents;

/// <summary>A probe with exactly one way of asking.</summary>
/// <param name="PeriodSeconds">Seconds between tries. 1..3600.</param>
/// <param name="TimeoutSeconds">Seconds a try may take. 1..3600.</param>
/// <param name="FailureThreshold">Failures in a row that count. 1..1000.</param>
/// <param name="SuccessThreshold">Successes in a row that count. 1..1000.</param>
// Defaults other than zero are constructor parameters: the generated reader sets every init property a document leaves out to zero or
// null, and keeps a parameter's default.
public sealed record ProbeSpec(int PeriodSeconds = 10, int TimeoutSeconds = 1, int FailureThreshold = 3, int SuccessThreshold = 1)
{
    /// <summary>An HTTP GET that must answer 200..399.</summary>
    public HttpProbe? Http { get; init; }

    /// <summary>Port name or number that must accept a connection.</summary>
    [JsonConverter(typeof(IntOrStringConverter))]
    public string? Tcp { get; init; }

    /// <summary>Port name or number of a gRPC health service.</summary>
    [JsonConverter(typeof(IntOrStringConverter))]
    public string? Grpc { get; init; }

    /// <summary>The service to ask of with <see cref="Grpc"/>; the server as a whole when absent.</summary>
    public string? GrpcService { get; init; }

    /// <summary>A command that must exit with 0.</summary>
    public IReadOnlyList<string>? Exec { get; init; }

    /// <summary>Seconds before the first try. 0..3600.</summary>
    public int InitialDelaySeconds { get; init; }

}
