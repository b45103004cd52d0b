namespace Pdp.Core.Ports;

/// <summary>Told when another policy holds, so that what was decided under the old one is decided anew. Be quick.</summary>
public interface IPolicyObserver
{
    /// <summary>Another policy holds from now on.</summary>
    void PolicyChanged();
}
