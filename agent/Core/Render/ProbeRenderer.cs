using System.Text.Json.Nodes;
using Pdp.Core.Intents;
using Pdp.Protocol.Intents;

namespace Pdp.Core.Render;

/// <summary>Renders probes.</summary>
internal static class ProbeRenderer
{
    // Short, because a rollout waits for it pod by pod; a connection costs next to nothing.
    private static readonly ProbeSpec DefaultReadiness = new(PeriodSeconds: 2, TimeoutSeconds: 2);

    /// <summary>A probe as declared.</summary>
    public static JsonObject? Render(ProbeSpec? probe, ContainerSpec container) => probe is null ? null : Sparse.Object(
        ("httpGet", probe.Http is { } http ? Http(http) : null),
        ("tcpSocket", probe.Tcp is { } tcp ? Sparse.Object(("port", Port(tcp))) : null),
        ("grpc", probe.Grpc is { } grpc ? Sparse.Object(
            ("port", PortReference.Find(grpc, container.Ports)?.Port), ("service", probe.GrpcService)) : null),
        ("exec", probe.Exec is { } command ? Sparse.Object(("command", Sparse.List(command.Select(word => (JsonNode)word)))) : null),
        ("initialDelaySeconds", probe.InitialDelaySeconds == 0 ? null : probe.InitialDelaySeconds),
        ("periodSeconds", probe.PeriodSeconds),
        ("timeoutSeconds", probe.TimeoutSeconds),
        ("failureThreshold", probe.FailureThreshold),
        ("successThreshold", probe.SuccessThreshold));

    /// <summary>
    /// The readiness probe as declared, or else that the first endpoint's port accepts connections: without any, Kubernetes sends requests
    /// to a pod whose program has not started to listen.
    /// </summary>
    public static JsonObject? Readiness(ContainerSpec container, string? firstTarget) =>
        Render(container.Probes.Readiness ?? (firstTarget is null ? null : DefaultReadiness with { Tcp = firstTarget }), container);

    // HTTP is the server's default and left out, so that a probe without a scheme stays as it always was.
    private static JsonObject? Http(HttpProbe http) => Sparse.Object(
        ("path", http.Path),
        ("port", Port(http.Port)),
        ("scheme", http.Scheme == "HTTP" ? null : http.Scheme),
        ("httpHeaders", Sparse.List(http.Headers.OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => Sparse.Object(("name", header.Key), ("value", header.Value))))));

    private static JsonNode Port(string reference) => int.TryParse(reference, out var number) ? number : reference;
}
