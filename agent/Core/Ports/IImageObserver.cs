namespace Pdp.Core.Ports;

/// <summary>Wants to hear when there is news of an intent's images.</summary>
public interface IImageObserver
{
    /// <summary>An answer came that an intent was told to wait for. Called from any thread; returns at once.</summary>
    void Changed(string intentId);
}
