namespace Pdp.ControlStub.Gateway;

/// <summary>What an agent dialled with, after it was checked.</summary>
/// <param name="Plane">The plane it is bound to; nothing in a request or a frame can choose another.</param>
/// <param name="Token">The token's public part.</param>
internal sealed record Credential(string Plane, string Token);
