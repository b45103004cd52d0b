namespace Pdp.Core.Ports;

/// <summary>Told when what is known of an intent's secrets has changed: another version, or a store that was lost or is back. Be quick.</summary>
public interface ISecretObserver
{
    /// <summary>Another answer waits for this intent.</summary>
    void Changed(string intentId);
}
