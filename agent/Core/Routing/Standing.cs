namespace Pdp.Core.Routing;

/// <summary>Whether a version can be called, best first.</summary>
public enum Standing
{
    /// <summary>All is as wanted, and it has ready endpoints.</summary>
    Healthy,

    /// <summary>It has run well and has ready endpoints, and is being rolled out or repaired now.</summary>
    Serving,

    /// <summary>It has ready endpoints, but is not healthy and not on its way there.</summary>
    Ailing,

    /// <summary>It has no ready endpoint, never ran well, or is scaled to zero.</summary>
    Down,

    /// <summary>It is on its way out.</summary>
    Leaving,
}
