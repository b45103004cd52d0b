using Pdp.ControlStub.Gateway;

namespace Pdp.ControlStub.Tests.Gateway;

public sealed class AckStepTests
{
    [Theory]
    [InlineData(null, null, "Wait")]
    [InlineData(9, null, "Wait")]
    [InlineData(10, null, "Compare")]
    // A process that slept finds everything old at once: it compares before it ends anything.
    [InlineData(3600, null, "Compare")]
    [InlineData(19, 9, "Wait")]
    [InlineData(20, 10, "End")]
    // Compared because of another, when this one was young.
    [InlineData(19, 10, "Compare")]
    [InlineData(10, 3600, "Compare")]
    public void An_intent_without_answer_is_compared_and_then_ends_its_session(int? unacknowledged, int? sinceCompared, string step) =>
        Assert.Equal(step, AckSteps.Next(TimeSpan.FromSeconds(10), Seconds(unacknowledged), Seconds(sinceCompared)).ToString());

    private static TimeSpan? Seconds(int? seconds) => seconds is { } s ? TimeSpan.FromSeconds(s) : null;
}
