namespace Pdp.Core.Ports;

/// <summary>
/// What the customer says of an intent in the cluster, by annotations on its resource. The control plane has no way to set them: its word is
/// the signed document, and nothing else of it is ever written.
/// </summary>
public static class CustomerMarks
{
    /// <summary>With the value <c>true</c>: all of the intent stands still.</summary>
    public const string Paused = "pdp.dev/paused";

    /// <summary>The generation that may be rolled out though the maintenance window is closed.</summary>
    public const string LetThrough = "pdp.dev/outside-window";
}
