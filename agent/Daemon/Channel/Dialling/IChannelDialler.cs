namespace Pdp.Daemon.Channel.Dialling;

/// <summary>Opens connections to the control plane.</summary>
internal interface IChannelDialler
{
    /// <summary>Dials once, within the time limit. Throws only when cancelled by the caller.</summary>
    Task<DialResult> DialAsync(CancellationToken cancellationToken);
}
