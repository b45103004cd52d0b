namespace Pdp.Protocol.Intents;

/// <summary>Names a property of a connection.</summary>
/// <param name="Name">The connection.</param>
/// <param name="Property">Such as <c>url</c>, <c>host</c> or <c>port</c>.</param>
public sealed record ConnectionReference(string Name, string Property);
