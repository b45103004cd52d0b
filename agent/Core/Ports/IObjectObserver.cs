using Pdp.Core.Objects;

namespace Pdp.Core.Ports;

/// <summary>Told of every change of a managed object, on the thread that follows its kind: be quick.</summary>
public interface IObjectObserver
{
    /// <summary>An object came, changed or went.</summary>
    /// <param name="key">Which.</param>
    /// <param name="intentId">The intent its label names; null where there is none, as on namespaces.</param>
    void Changed(ObjectKey key, string? intentId);
}
