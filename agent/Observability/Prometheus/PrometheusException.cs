namespace Pdp.Observability.Prometheus;

/// <summary>A question that gets an error in the form Prometheus' own have, so that its clients understand it.</summary>
public sealed class PrometheusException : Exception
{
    private PrometheusException(int status, string type, string message)
        : base(message) => (Status, Type) = (status, type);

    /// <summary>The HTTP status.</summary>
    public int Status { get; }

    /// <summary>Prometheus' <c>errorType</c>.</summary>
    public string Type { get; }

    /// <summary>400: the question is wrong.</summary>
    public static PrometheusException BadData(string message) => new(400, "bad_data", message);

    /// <summary>403: the token does not open it.</summary>
    public static PrometheusException Forbidden(string message) => new(403, "forbidden", message);

    /// <summary>503: it did not answer in time.</summary>
    public static PrometheusException Timeout(string message) => new(503, "timeout", message);

    /// <summary>503: it cannot be asked now.</summary>
    public static PrometheusException Unavailable(string message) => new(503, "unavailable", message);
}
