namespace Pdp.Core.Tests.Network;

/// <summary>A pod of a plane, as network policies see it.</summary>
/// <param name="Namespace">Where it is.</param>
/// <param name="Name">Whose it is, for people.</param>
/// <param name="Labels">What it carries.</param>
/// <param name="Ports">Its ports by name.</param>
internal sealed record Pod(
    string Namespace, string Name, IReadOnlyDictionary<string, string> Labels, IReadOnlyDictionary<string, (int Number, string Protocol)> Ports);
