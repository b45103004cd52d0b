namespace Pdp.Protocol.Intents;

/// <summary>A port a container listens on.</summary>
/// <param name="Port">1..65535.</param>
/// <param name="Protocol"><c>TCP</c> or <c>UDP</c>.</param>
public sealed record ContainerPort(int Port, string Protocol = "TCP");
