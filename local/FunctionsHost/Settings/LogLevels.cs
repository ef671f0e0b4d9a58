namespace FunctionsHost.Settings;

/// <summary>
/// Which log lines are shown: <c>logging.logLevel</c> of host.json. The longest rule that is a prefix of a line's category decides.
/// </summary>
internal sealed class LogLevels
{
    private const string Default = "default";

    private readonly (string Category, LogLevel Least)[] rules;

    private LogLevels((string Category, LogLevel Least)[] rules) => this.rules = [.. rules.OrderByDescending(rule => rule.Category.Length)];

    /// <summary>Everything from Information up, as the Functions host does by default.</summary>
    public static LogLevels Information { get; } = new([]);

    /// <exception cref="HostException">A level is not one of .NET's.</exception>
    public static LogLevels Read(HostSection section) =>
        new([.. section.Names.Select(
            name => (name.Equals(Default, StringComparison.OrdinalIgnoreCase) ? "" : name, Level(section, name)))]);

    public bool Show(LogLevel level, string category)
    {
        var rule = Array.Find(rules, rule => Begins(rule.Category, category));
        return level >= (rule.Category is null ? LogLevel.Information : rule.Least);
    }

    private static bool Begins(string start, string category) =>
        category.StartsWith(start, StringComparison.OrdinalIgnoreCase)
        && (start.Length == 0 || category.Length == start.Length || category[start.Length] == '.');

    private static LogLevel Level(HostSection section, string name) =>
        Enum.TryParse<LogLevel>(section.Text(name), ignoreCase: true, out var level) && Enum.IsDefined(level)
            ? level
            : throw section.Bad(name, section.Text(name)!, $"one of {string.Join(", ", Enum.GetNames<LogLevel>())}");
}
