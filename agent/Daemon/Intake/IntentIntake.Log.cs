using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Daemon.Intake;

internal sealed partial class IntentIntake
{
    [LoggerMessage(EventId = 1200, EventName = "IntentAnswered", Level = LogLevel.Information,
        Message = "Intent {Intent} generation {Generation}: {Outcome}")]
    private partial void LogAnswered(string intent, long generation, AckOutcome outcome);

    [LoggerMessage(EventId = 1203, EventName = "IntentRefused", Level = LogLevel.Warning,
        Message = "Intent {Intent} generation {Generation} refused: {Reason}, {Count} reasons in all")]
    private partial void LogRefused(string intent, long generation, FailureReason reason, int count);

    [LoggerMessage(EventId = 1201, EventName = "IntakeDecidedAnew", Level = LogLevel.Debug,
        Message = "Intent {Intent} was written by somebody else meanwhile, decided anew after attempt {Attempt}")]
    private partial void LogDecidedAnew(string intent, int attempt);

    [LoggerMessage(EventId = 1202, EventName = "IntakeUnavailable", Level = LogLevel.Warning,
        Message = "Intent {Intent} was not decided, the cluster cannot be written: {Reason}: {Why}")]
    private partial void LogUnavailable(string intent, FailureReason reason, string why);
}
