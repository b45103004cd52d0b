using Pdp.Protocol.Intents;

namespace Pdp.Core.Intents;

/// <summary>A reference to a port by name or number.</summary>
internal static class PortReference
{
    /// <summary>The port of that name, else one of that number (TCP before UDP); null when there is none.</summary>
    public static ContainerPort? Find(string reference, IReadOnlyDictionary<string, ContainerPort> ports) =>
        ports.GetValueOrDefault(reference)
        ?? ports.Values
            .Where(port => port.Port.ToString() == reference)
            .OrderBy(port => port.Protocol, StringComparer.Ordinal)
            .FirstOrDefault();
}
