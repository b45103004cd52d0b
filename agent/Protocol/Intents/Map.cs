using System.Collections.ObjectModel;

namespace Pdp.Protocol.Intents;

/// <summary>The map without entries, which a document that leaves a map out has.</summary>
/// <typeparam name="T">Type of the values.</typeparam>
internal static class Map<T>
{
    /// <summary>No entries.</summary>
    public static IReadOnlyDictionary<string, T> Empty { get; } = ReadOnlyDictionary<string, T>.Empty;
}
