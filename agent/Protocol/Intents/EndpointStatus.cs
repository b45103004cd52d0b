namespace Pdp.Protocol.Intents;

/// <summary>Where an endpoint answers.</summary>
/// <param name="Name">The endpoint.</param>
/// <param name="Url">Its address inside the data plane.</param>
/// <param name="Visibility">Who may call.</param>
public sealed record EndpointStatus(string Name, string Url, IReadOnlyList<EndpointVisibility> Visibility);
