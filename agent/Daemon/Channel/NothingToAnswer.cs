using Pdp.Core.Ports;
using Pdp.Protocol.Frames;

namespace Pdp.Daemon.Channel;

/// <summary>Says so where the host registers nobody who answers questions.</summary>
internal sealed class NothingToAnswer : IAnswerAsk
{
    public Task<AskAnswer> AnswerAsync(AskFrame ask, CancellationToken cancellationToken) =>
        Task.FromResult(new AskAnswer(null, "not available yet: this agent does not answer this question"));
}
