using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Pdp.Protocol.Frames;
using Pdp.Protocol.Intents;

namespace Pdp.Protocol.Tests.Frames;

/// <summary>For any frame whose fields are in range: what is written is read again, alike.</summary>
public sealed class FrameRoundTripTests
{
    private static readonly Gen<string> _label =
        from first in Gen.Elements('a', 'b', '0')
        from rest in Gen.Elements('a', 'z', '9', '-').ArrayOf()
        from last in Gen.Elements('c', '7')
        select string.Concat(first, new string([.. rest.Take(60)]), last);

    // Every kind of character, escapes and surrogate pairs among them; halves of a pair are no text.
    private static readonly Gen<string> _text = Gen.Elements("a", "\"", "\\", "\n", "\0", "é", "€", "😀", "<", "\u2028").ArrayOf().Select(string.Concat);

    private static readonly Gen<string> _hash = Gen.Elements("0123456789abcdef".ToCharArray()).ArrayOf(64).Select(c => new string(c));

    private static readonly Gen<long> _generation = ArbMap.Default.GeneratorFor<long>().Select(n => Math.Max(1, Math.Abs(Math.Max(n, -long.MaxValue))));

    private static readonly Gen<IntentStamp> _stamp =
        from id in _label
        from generation in _generation
        from hash in _hash
        select new IntentStamp(id, generation, hash);

    private static readonly Gen<RefusalReason> _reason =
        from reason in Gen.Elements(Enum.GetValues<FailureReason>())
        from path in _text
        from message in _text
        select new RefusalReason(reason, path, message);

    private static readonly Gen<IntentStatus> _status =
        from phase in Gen.Elements(Enum.GetValues<IntentPhase>())
        from generation in _generation
        from message in _text
        from release in Gen.OneOf(_text, Gen.Constant<string>(null!))
        from at in Gen.Choose(0, int.MaxValue)
        from fields in _text.ListOf()
        select new IntentStatus
        {
            Phase = phase,
            ObservedGeneration = generation,
            RunningRelease = release,
            Message = message,
            Drift = [new DriftRecord(new("", "v1", "Service", null, "x"), fields, DateTimeOffset.FromUnixTimeMilliseconds(at))],
        };

    private static readonly Gen<Frame> _frame = Gen.OneOf(
        ArbMap.Default.GeneratorFor<long>().Select(Frame (number) => new PingFrame(number)),
        from id in _label from generation in _generation from text in _text select (Frame)new RemoveFrame(id, generation, text + "x"),
        from stamps in _stamp.ListOf()
        from more in Gen.Elements(true, false)
        select (Frame)new InventoryFrame([.. stamps.DistinctBy(s => s.Id).OrderBy(s => s.Id, StringComparer.Ordinal)], more),
        from stamp in _stamp
        from outcome in Gen.Elements(Enum.GetValues<AckOutcome>())
        from reasons in _reason.ListOf()
        select (Frame)new AckFrame(stamp.Id, stamp.Generation, outcome, [.. reasons.Take(100)], stamp.Hash),
        from id in _label from status in _status select (Frame)new StatusFrame([new(id, status), new(id + "x", null)]),
        from code in Gen.Elements(Enum.GetValues<ErrorCode>()) from about in _text select (Frame)new ErrorFrame(code, about),
        from reason in Gen.Elements(Enum.GetValues<GoodbyeReason>())
        from seconds in Gen.Choose(0, 3_600_000)
        select (Frame)new GoodbyeFrame(reason, seconds / 1000.0));

    [Fact]
    public void Any_frame_comes_back() => Prop.ForAll(_frame.ToArbitrary(), frame =>
    {
        var bytes = FrameCodec.Write(frame);
        return FrameCodec.Read(bytes) is FrameReading.Understood(var read, _)
            && Encoding.UTF8.GetString(bytes) == Encoding.UTF8.GetString(FrameCodec.Write(read));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_bytes_are_a_result_and_never_an_exception() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), bytes => FrameCodec.Read(bytes) is not null).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_damage_to_a_frame_is_a_result_and_never_an_exception() => Prop.ForAll(
        _frame.ToArbitrary(), Gen.Choose(0, int.MaxValue).ToArbitrary(), Gen.Choose(0, 255).ToArbitrary(),
        (frame, at, value) =>
        {
            var bytes = FrameCodec.Write(frame);
            bytes[at % bytes.Length] = (byte)value;
            return FrameCodec.Read(bytes) is not null;
        }).QuickCheckThrowOnFailure();
}
