using Pdp.Core.Ports;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Channel.Sessions;

/// <summary>What the agent holds, as far as the control plane can be told of it.</summary>
internal sealed class HeldIntents(IIntake intake, ILogger logger)
{
    /// <summary>The stamps of what is held. A resource that somebody wrote by hand under a name no intent can have is left out.</summary>
    /// <exception cref="IntakeUnavailableException">It cannot be read now.</exception>
    public async Task<IReadOnlyList<IntentStamp>> ReadAsync(CancellationToken cancellationToken)
    {
        var all = await intake.InventoryAsync(cancellationToken);
        var telling = all.Where(stamp => stamp.IsWellFormed()).ToList();
        if (telling.Count < all.Count) ChannelLog.LeftOut(logger, all.Count - telling.Count);
        return telling;
    }
}
