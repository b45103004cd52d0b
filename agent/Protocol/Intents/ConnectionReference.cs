namespace Pdp.Protocol.Intents;

/// <summary>Names a property of a connection.</summary>
/// <param name="Name">The connection.</param>
/// <param name="Property">One of <see cref="ConnectionProperties"/>.</param>
public sealed record ConnectionReference(string Name, string Property);
