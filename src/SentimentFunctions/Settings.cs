using Microsoft.Extensions.Configuration;

namespace SentimentFunctions;

/// <summary>Reads the app's settings, and says which one is wrong.</summary>
internal static class Settings
{
    /// <summary>The options with the values of the section, validated.</summary>
    /// <exception cref="ArgumentException">A value is of the wrong kind or out of its bounds; the message names the setting.</exception>
    public static T Read<T>(IConfigurationSection section, Action<T> validate)
        where T : class, new()
    {
        T options;
        try
        {
            options = section.Get<T>() ?? new();
        }
        catch (InvalidOperationException exception)
        {
            throw new ArgumentException(exception.Message.Replace(":", "__", StringComparison.Ordinal), exception);
        }

        try
        {
            validate(options);
            return options;
        }
        catch (ArgumentException exception)
        {
            throw new ArgumentException($"{section.Key}__{exception.Message}", exception); // The message begins with the option's name.
        }
    }

    /// <summary>Otherwise a mistyped setting would silently do nothing.</summary>
    /// <exception cref="ArgumentException">A setting of the section belongs to none of the option types.</exception>
    public static void RefuseUnknown(IConfigurationSection section, params Type[] options)
    {
        var known = options.SelectMany(type => type.GetProperties()).Select(property => property.Name)
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var unknown = section.GetChildren().Select(child => child.Key).FirstOrDefault(key => !known.Contains(key));
        if (unknown is not null)
            throw new ArgumentException($"{section.Key}__{unknown} is not a setting. Known settings: {string.Join(", ", known.Order())}.");
    }
}
